import { describe, expect, it } from 'vitest'
import { sign, signatureBase } from '../src/deliver/sign.js'
import { accountSid, authToken, bench, maria, number, type Sent } from './bench.js'

const { control, write, reply, wait, product, statusCallback, templateSid } = bench()
const callbacks = (count: number) => product().until(count, ({ path }) => path.startsWith('/status'))
const statuses = async (count: number) =>
  (await callbacks(count)).map(({ fields }) => fields['MessageStatus'])
const send = async (form: Record<string, string> = {}) =>
  String((await reply({ StatusCallback: statusCallback(), ...form })).body['sid'])

describe('automatic receipts', () => {
  it('come as sent and delivered, signed over the URL as it was given, none for the first status', async () => {
    await write({ from: 'maria', body: 'Hi' })
    const sid = await send()
    const [sent, delivered] = await callbacks(2)
    expect(sent?.path).toBe('/status?id=7')
    expect(sent?.fields).toEqual({
      SmsSid: sid,
      SmsStatus: 'sent',
      MessageStatus: 'sent',
      ChannelToAddress: '+12025550141',
      To: maria,
      ChannelPrefix: 'whatsapp',
      MessageSid: sid,
      AccountSid: accountSid,
      StructuredMessage: 'false',
      From: number,
      ApiVersion: '2010-04-01',
    })
    expect(delivered?.fields).toMatchObject({ MessageStatus: 'delivered', EventType: 'DELIVERED' })
    for (const each of [sent, delivered]) {
      const expected = sign(authToken, signatureBase(statusCallback(), each?.form ?? []))
      expect(each?.headers['x-twilio-signature']).toBe(expected)
    }
  })

  it('read it when the phone opens the chat, once', async () => {
    await write({ from: 'maria', body: 'Hi' })
    const sid = await send()
    await wait({ sid, status: 'delivered' })
    const first = await control('POST', '/customers/maria/read', {})
    const second = await control('POST', '/customers/maria/read', {})
    expect([first.body, second.body]).toEqual([{ read: [sid] }, { read: [] }])
    expect((await callbacks(3))[2]?.fields).toMatchObject({ MessageStatus: 'read', EventType: 'READ' })
    expect(product().arrivals.filter(({ fields }) => fields['MessageStatus'] === 'read')).toHaveLength(1)
  })

  it('read it by themselves when told to', async () => {
    await control('PUT', '/receipts', { mode: 'auto', readAfterMs: 1 })
    await write({ from: 'maria', body: 'Hi' })
    await send()
    expect(await statuses(3)).toEqual(['sent', 'delivered', 'read'])
  })

  it('stay silent about reading when that was switched off', async () => {
    await control('PATCH', '/customers/maria', { readReceipts: false })
    await write({ from: 'maria', body: 'Hi' })
    const sid = await send()
    await wait({ sid, status: 'delivered' })
    const read = await control<Sent>('POST', `/messages/${sid}/read`)
    expect(read.body.deliveries).toEqual([])
    expect(await wait({ sid })).toMatchObject({ status: 'delivered', seen: true })
  })

  it('wait for a phone that is off', async () => {
    await write({ from: 'maria', body: 'Hi' })
    await control('PATCH', '/customers/maria', { phoneOff: true })
    const sid = await send()
    await wait({ sid, status: 'sent' })
    // The day passes: nothing arrives while the phone is off.
    await control('POST', '/clock', { advanceMs: 3_600_000 })
    expect(await wait({ sid })).toMatchObject({ status: 'sent' })
    await control('PATCH', '/customers/maria', { phoneOff: false })
    expect(await statuses(2)).toEqual(['sent', 'delivered'])
  })
})

describe('the 24 hours', () => {
  const failure = { MessageStatus: 'failed', ErrorCode: '63016', ErrorMessage: '' }

  it('refuse free text to somebody who never wrote, by callback', async () => {
    await send({ To: 'whatsapp:+15005550100' })
    expect((await callbacks(1))[0]?.fields).toMatchObject(failure)
  })

  it('end when the clock says so, begin with the next message, and do not hold for a template', async () => {
    await write({ from: 'maria', body: 'Hi' })
    await control('POST', '/clock', { advanceMs: 24 * 3_600_000 })
    await send()
    expect((await callbacks(1))[0]?.fields).toMatchObject(failure)
    await send({ Body: '', ContentSid: await templateSid('order_update') })
    expect(await statuses(3)).toEqual(['failed', 'sent', 'delivered'])
    await write({ from: 'maria', body: 'Hi again' })
    await send()
    expect((await statuses(5)).slice(3)).toEqual(['sent', 'delivered'])
  })

  it('are one window for a person known by number and by user id', async () => {
    await write({ from: 'mei', body: 'Hi' })
    await send({ To: 'whatsapp:AU.7315520948861204' })
    expect(await statuses(2)).toEqual(['sent', 'delivered'])
  })
})

describe('by hand', () => {
  it('any status comes in any order, as often as asked', async () => {
    await control('PUT', '/receipts', { mode: 'manual' })
    await write({ from: 'maria', body: 'Hi' })
    const sid = await send()
    const fire = (body: unknown) => control<Sent>('POST', `/messages/${sid}/status`, body)
    expect((await fire({ status: 'read' })).body.deliveries).toMatchObject([{ status: 200 }])
    expect((await fire({ status: 'sent', times: 2 })).body.deliveries).toHaveLength(2)
    const failed = await fire({
      status: 'failed',
      errorCode: 63024,
      callbackUrl: `${product().url}/status/other`,
    })
    expect(failed.body.form).toMatchObject({ ErrorCode: '63024', ErrorMessage: '' })
    expect(await statuses(4)).toEqual(['read', 'sent', 'sent', 'failed'])
    expect((await callbacks(4))[3]?.path).toBe('/status/other')
  })

  it('a message without a callback says so', async () => {
    await control('PUT', '/receipts', { mode: 'manual' })
    const { body } = await reply()
    const fired = await control('POST', `/messages/${String(body['sid'])}/status`, { status: 'sent' })
    expect(fired.body).toMatchObject({ deliveries: [], note: expect.stringContaining('StatusCallback') })
  })
})
