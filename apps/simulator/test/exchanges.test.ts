import { describe, expect, it } from 'vitest'
import type { Exchange } from '../src/exchanges.js'
import { sign } from '../src/deliver/sign.js'
import { accountSid, authToken, bench, maria, number } from './bench.js'
import { status } from './product.js'

const { control, write, reply, twilio, product, register, sim } = bench()
const exchanges = async () => (await control<Exchange[]>('GET', '/exchanges')).body
const last = async () => (await exchanges()).at(-1)

it('keeps headers and bodies of both directions, without a secret', async () => {
  await write({ from: 'maria', body: 'Hi' })
  await reply()
  await twilio('GET', `/2010-04-01/Accounts/${accountSid}.json`)
  const list = await exchanges()
  const [webhook, sent, account] = list
  expect(webhook).toMatchObject({
    direction: 'out',
    status: 200,
    requestHeaders: { 'User-Agent': 'TwilioProxy/1.1' },
    requestBody: expect.stringContaining('Body=Hi'),
    responseHeaders: { 'content-type': 'text/xml' },
    responseBody: '<Response/>',
  })
  expect(webhook?.requestHeaders['X-Twilio-Signature']).toBe(webhook?.signature)
  expect(sent).toMatchObject({
    direction: 'in',
    method: 'POST',
    status: 201,
    requestHeaders: { authorization: `Basic ${accountSid}:…` },
    responseBody: expect.stringContaining('"status":"queued"'),
  })
  expect(account?.responseBody).toContain('"auth_token":"…"')
  const { body: key } = await control<{ sid: string; secret: string }>('POST', `/accounts/${accountSid}/keys`)
  await twilio(
    'GET',
    `/2010-04-01/Accounts/${accountSid}/Messages.json`,
    undefined,
    `${key.sid}:${key.secret}`,
  )
  const told = JSON.stringify(await exchanges())
  expect(told).toContain(`Basic ${key.sid}:…`)
  for (const secret of [authToken, key.secret, Buffer.from(`${accountSid}:${authToken}`).toString('base64')])
    expect(told).not.toContain(secret)
  expect((await control('GET', `/exchanges/${webhook?.id}`)).body).toEqual(webhook)
  expect((await control('GET', '/exchanges/99999')).status).toBe(404)
})

describe('says why something was refused', () => {
  it.each([
    ['valid', /11200: the product answered 403.*its token or its address differs/],
    ['wrong', /signed with a wrong token, as requested/],
    ['missing', /had no signature, as requested/],
  ])('a %s signature', async (signature, reason) => {
    product().answerNext(status(403))
    await write({ from: 'maria', body: 'Hi', signature })
    const refused = await last()
    expect(refused?.reason).toMatch(reason)
    expect(refused?.signatureBase).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hookAccountSidAC/)
  })

  it('an answer that did not come, and what Twilio refused', async () => {
    await register(`${product().url}/hook#rt=100`)
    product().answerNext(() => {})
    await write({ from: 'maria', body: 'Hi' })
    expect(await last()).toMatchObject({ status: 0, reason: '11200: no answer within 100 ms.' })
    await reply({ To: '' })
    expect(await last()).toMatchObject({ status: 400, reason: "21604: A 'To' phone number is required." })
    await twilio('GET', `/2010-04-01/Accounts/${accountSid}.json`, undefined, `${accountSid}:wrong`)
    expect(await last()).toMatchObject({ status: 401, reason: '20003: Authenticate' })
  })
})

describe('sends again', () => {
  it('what was refused, signed with the token of now', async () => {
    product().answerNext(status(403))
    await write({ from: 'maria', body: 'Hi' })
    const refused = await last()
    const numbers = [{ number, webhookUrl: `${product().url}/hook` }]
    await control('PUT', `/accounts/${accountSid}`, { authToken: 'the-other-token', numbers })
    const again = await control('POST', `/exchanges/${refused?.id}/resend`)
    expect(again.body).toMatchObject({ status: 200, attempts: 1 })
    const [first, second] = await product().until(2)
    expect(second?.form).toEqual(first?.form)
    expect(second?.headers['i-twilio-idempotency-token']).toBe(first?.headers['i-twilio-idempotency-token'])
    expect(second?.headers['x-twilio-signature']).toBe(sign('the-other-token', refused?.signatureBase ?? ''))
    expect(await last()).toMatchObject({ direction: 'out', status: 200 })
  })

  it('nothing that is not its own', async () => {
    await write({ from: 'maria', body: 'Hi' })
    const webhook = await last()
    await reply({ To: maria })
    const own = (await exchanges()).find(({ direction }) => direction === 'in')
    expect((await control('POST', `/exchanges/${own?.id}/resend`)).status).toBe(400)
    await control('DELETE', `/accounts/${accountSid}`)
    expect((await control('POST', `/exchanges/${webhook?.id}/resend`)).status).toBe(409)
    expect((await control('POST', '/exchanges/99999/resend')).status).toBe(404)
  })
})

it('keeps the newest, and no more than it has room for', () => {
  const big = 'x'.repeat(100_000)
  const exchange = { at: '', direction: 'out', method: 'POST', url: '', status: 200, ms: 1 } as const
  const headers = { requestHeaders: {}, responseHeaders: {} }
  for (let n = 0; n < 1000; n += 1) {
    sim.exchanges.record({ ...exchange, ...headers, requestBody: `${n} ${big}`, responseBody: '' })
  }
  const kept = sim.exchanges.list()
  expect(kept.at(-1)).toMatchObject({ requestBody: expect.stringMatching(/^999 /), cut: true })
  expect(JSON.stringify(kept).length).toBeLessThan(5_000_000)
  for (let n = 0; n < 1000; n += 1) {
    sim.exchanges.record({ ...exchange, ...headers, requestBody: String(n), responseBody: '' })
  }
  expect(sim.exchanges.list()).toHaveLength(200)
})
