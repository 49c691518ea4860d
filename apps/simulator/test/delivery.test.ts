import { describe, expect, it } from 'vitest'
import { sign, signatureBase } from '../src/deliver/sign.js'
import { accountSid, authToken, bench, maria, messagingServiceSid, number, type Sent } from './bench.js'
import { hangUp, startProduct, status, type Arrival } from './product.js'

const { control, write, product, register } = bench()
const [firstHook] = ['/hook']
const signedFor = (arrival: Arrival, path = firstHook) =>
  sign(authToken, signatureBase(`${product().url}${path}`, arrival.form))

describe('a customer’s message', () => {
  it('arrives as Twilio would send it, and signed', async () => {
    const { sid, deliveries } = await write({ from: 'maria', body: 'Hóla & 👋 + more' })
    const [arrival] = await product().until(1)
    expect(arrival?.form.map(([name]) => name)).toEqual(
      (
        'SmsMessageSid NumMedia ProfileName MessageType SmsSid WaId SmsStatus Body To NumSegments ' +
        'MessagingServiceSid ReferralNumMedia MessageSid AccountSid From ApiVersion'
      ).split(' '),
    )
    expect(arrival?.fields).toMatchObject({
      MessageSid: sid,
      AccountSid: accountSid,
      MessagingServiceSid: messagingServiceSid,
      From: maria,
      To: number,
      WaId: '12025550141',
      ProfileName: 'María López',
      Body: 'Hóla & 👋 + more',
      SmsStatus: 'received',
    })
    expect(arrival?.headers).toMatchObject({
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': arrival && signedFor(arrival),
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    })
    expect(arrival?.headers['i-twilio-idempotency-token']).toMatch(/^[0-9a-f-]{36}$/)
    expect(deliveries).toMatchObject([
      { status: 200, contentType: 'text/xml', body: '<Response/>', attempts: 1 },
    ])
  })

  it('of somebody without a number has the user id and no WaId', async () => {
    await write({ from: 'priya', body: 'Hi' })
    const [arrival] = await product().until(1)
    expect(arrival?.fields).toMatchObject({
      From: 'whatsapp:IN.2081978709342942',
      ExternalUserId: 'whatsapp:IN.2081978709342942',
      ProfileUsername: 'priya.nair',
    })
    expect(arrival?.fields).not.toHaveProperty('WaId')
  })

  it('makes its sender known when nobody has written from there', async () => {
    await write({ from: '+15005550999', body: 'Hi', profileName: 'New' })
    await write({ from: 'whatsapp:US.1234', body: 'Hi' })
    const { body } = await control<{ address: string; name: string }[]>('GET', '/customers')
    expect(body.slice(-2)).toMatchObject([
      { address: 'whatsapp:+15005550999', name: 'New' },
      { address: 'whatsapp:US.1234' },
    ])
  })

  it('takes extra and overriding fields, and signs what it sends', async () => {
    const params = { Latitude: '1.5', Body: 'other', WaId: null, 'Odd[key]': '' }
    const { form } = await write({ from: 'maria', body: 'text', params, sid: 'SMown' })
    const [arrival] = await product().until(1)
    expect(arrival?.fields).toEqual(form)
    expect(form).toMatchObject({ Latitude: '1.5', Body: 'other', 'Odd[key]': '', MessageSid: 'SMown' })
    expect(form).not.toHaveProperty('WaId')
    expect(arrival?.headers['x-twilio-signature']).toBe(arrival && signedFor(arrival))
  })

  it('can carry a wrong signature or none', async () => {
    await write({ from: 'maria', body: 'a', signature: 'wrong' })
    await write({ from: 'maria', body: 'b', signature: 'missing' })
    const [wrong, missing] = await product().until(2)
    expect(wrong?.headers['x-twilio-signature']).not.toBe(wrong && signedFor(wrong))
    expect(wrong?.headers['x-twilio-signature']).toHaveLength(28)
    expect(missing?.headers).not.toHaveProperty('x-twilio-signature')
  })

  it('can be delivered several times, at once, elsewhere and again', async () => {
    const { sid, deliveries } = await write({ from: 'maria', body: 'a', times: 5, concurrent: true })
    expect(deliveries).toHaveLength(5)
    const five = await product().until(5)
    expect(new Set(five.map(({ fields }) => fields['MessageSid']))).toEqual(new Set([sid]))
    expect(new Set(five.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1)
    const again = await control<Sent>('POST', `/messages/${sid}/redeliver`, { times: 2 })
    expect(again.body.deliveries).toHaveLength(2)
    await write({ from: 'maria', body: 'b', url: `${product().url}/elsewhere` })
    const [elsewhere] = await product().until(1, ({ path }) => path === '/elsewhere')
    expect(elsewhere?.headers['x-twilio-signature']).toBe(elsewhere && signedFor(elsewhere, '/elsewhere'))
  })
})

describe('retries', () => {
  it('do not happen after an answer by default', async () => {
    product().answerNext(status(500))
    const { deliveries } = await write({ from: 'maria', body: 'a' })
    expect(deliveries).toMatchObject([{ status: 500, attempts: 1 }])
  })

  it('follow the fragment, which is neither signed nor sent', async () => {
    await register(`${product().url}/hook?a=1#rc=3&rp=all`)
    product().answerNext(status(503), hangUp, status(404))
    const { deliveries } = await write({ from: 'maria', body: 'a' })
    expect(deliveries).toMatchObject([{ status: 200, attempts: 4 }])
    const four = await product().until(4)
    expect(new Set(four.map(({ path }) => path))).toEqual(new Set(['/hook?a=1']))
    expect(new Set(four.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1)
    expect(four[0]?.headers['x-twilio-signature']).toBe(four[0] && signedFor(four[0], '/hook?a=1'))
  })

  it('only answer to the causes that were named', async () => {
    await register(`${product().url}/hook#rc=5&rp=5xx`)
    product().answerNext(status(404))
    expect((await write({ from: 'maria', body: 'a' })).deliveries).toMatchObject([
      { status: 404, attempts: 1 },
    ])
    product().answerNext(hangUp)
    const [broken] = (await write({ from: 'maria', body: 'b' })).deliveries
    expect(broken).toMatchObject({ status: 0, attempts: 1 })
    expect(broken?.error).not.toBe('')
  })

  it('try a refused connection once more', async () => {
    const gone = await startProduct()
    await gone.close()
    const { deliveries } = await write({ from: 'maria', body: 'a', url: `${gone.url}/hook` })
    expect(deliveries).toMatchObject([
      { status: 0, attempts: 2, error: expect.stringContaining('ECONNREFUSED') },
    ])
  })

  it('give up an answer that does not come', async () => {
    await register(`${product().url}/hook#rt=100`)
    product().answerNext(() => {})
    const { deliveries } = await write({ from: 'maria', body: 'a' })
    expect(deliveries).toMatchObject([{ status: 0, attempts: 1, error: 'no answer within 100 ms' }])
  })
})
