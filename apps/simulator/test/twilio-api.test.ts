import { describe, expect, it } from 'vitest'
import { accountSid, authToken, bench, maria, messagingServiceSid, number } from './bench.js'
import { expectEveryField, expectOurs, expectTheirs, expectValid } from './twilio-spec.js'

interface Page {
  messages: { sid: string; body: string; direction: string }[]
  next_page_uri: string | null
}

const { control, twilio, write, reply, wait, product, baseUrl, statusCallback } = bench()
const list = `/2010-04-01/Accounts/${accountSid}/Messages.json`
const refused = async (form: Record<string, string>) => {
  const { status, body } = await reply(form)
  return [status, body['code'], body['more_info']]
}
const error = (code: number) => [400, code, `https://www.twilio.com/docs/errors/${code}`]

const messages = '/2010-04-01/Accounts/{AccountSid}/Messages.json'
const oneMessage = '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json'

describe('answers have Twilio’s shape', () => {
  it('create, fetch and list a message', async () => {
    await write({ from: 'maria', body: 'Hi' })
    const created = await reply({ StatusCallback: statusCallback() })
    expect(created.status).toBe(201)
    expectValid('message', created.body, [messages, 'post', 201])
    expectEveryField('api.v2010.account.message', created.body)
    expect(created.body).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      from: number,
      to: maria,
    })

    await wait({ direction: 'outbound', status: 'delivered' })
    const fetched = await twilio('GET', String(created.body['uri']))
    expectValid('message', fetched.body, [oneMessage, 'get', 200])
    expect(fetched.body).toMatchObject({ status: 'delivered', sid: created.body['sid'] })

    const listed = await twilio<Page>('GET', `${list}?PageSize=1`)
    expectValid('page', listed.body, [messages, 'get', 200])
  })

  it('accept by a Messaging Service, and a failed message', async () => {
    const created = await reply({ From: '', MessagingServiceSid: messagingServiceSid })
    expectValid('message', created.body, [messages, 'post', 201])
    expect(created.body).toMatchObject({
      status: 'accepted',
      from: null,
      messaging_service_sid: messagingServiceSid,
    })
    await wait({ direction: 'outbound', status: 'failed' })
    const fetched = await twilio('GET', String(created.body['uri']))
    expectValid('message', fetched.body, [oneMessage, 'get', 200])
    expect(fetched.body).toMatchObject({
      status: 'failed',
      error_code: 63016,
      error_message: null,
      from: number,
    })
  })

  it('fetch an account', async () => {
    const account = await twilio('GET', `/2010-04-01/Accounts/${accountSid}.json`)
    expectValid('account', account.body, ['/2010-04-01/Accounts/{Sid}.json', 'get', 200])
    expectEveryField('api.v2010.account', account.body)
    expect(account.body).toMatchObject({ status: 'active', auth_token: authToken })
  })

  it('refuse', async () => {
    for (const { body } of [await reply({ To: '' }), await twilio('GET', '/2010-04-01/Nothing')])
      expectOurs('error', body)
  })
})

describe('refusals', () => {
  it('have Twilio’s codes', async () => {
    expect(await refused({ To: '' })).toEqual(error(21604))
    expect(await refused({ From: '' })).toEqual(error(21603))
    expect(await refused({ Body: '' })).toEqual(error(21602))
    expect(await refused({ To: 'whatsapp:12' })).toEqual(error(21211))
    expect(await refused({ To: 'whatsapp:+US.1234' })).toEqual(error(21211))
    expect(await refused({ From: 'whatsapp:+14155559999' })).toEqual(error(63007))
    expect(await refused({ From: '+14155559999', To: '+12025550141' })).toEqual(error(21606))
    expect(await refused({ From: number, To: '+12025550141' })).toEqual(error(21910))
    expect(await refused({ To: number })).toEqual(error(63031))
    expect(await refused({ Body: 'x'.repeat(1601) })).toEqual(error(21617))
    expect(await refused({ StatusCallback: 'https://my_host.test/' })).toEqual(error(21609))
    expect(await refused({ From: '', MessagingServiceSid: 'MGnone' })).toEqual(error(21701))
  })

  it('take 1600 characters and a user id without a plus', async () => {
    expect((await reply({ Body: 'x'.repeat(1600) })).status).toBe(201)
    expect((await reply({ To: 'whatsapp:IN.2081978709342942' })).status).toBe(201)
  })

  it('name the simulator to whoever brings unknown credentials', async () => {
    const stranger = `AC${'f'.repeat(32)}`
    const { status, body } = await twilio('GET', list, undefined, `${stranger}:secret`)
    expect([status, body['code']]).toEqual([401, 20003])
    expect(body['message']).toMatch(/simulator.*DEMO=0/)
    for (const wrong of [`${accountSid}:wrong`, ':', 'nothing']) {
      const answer = await twilio('GET', list, undefined, wrong)
      expect([answer.status, answer.body['code'], answer.body['message']]).toEqual([
        401,
        20003,
        'Authenticate',
      ])
    }
  })

  it('do not show one account to another', async () => {
    const other = `AC${'a'.repeat(32)}`
    await control('PUT', `/accounts/${other}`, { authToken: 'other', numbers: [] })
    const { sid } = await write({ from: 'maria', body: 'Hi', accountSid })
    expect((await twilio('GET', list, undefined, `${other}:other`)).status).toBe(401)
    const path = `/2010-04-01/Accounts/${other}/Messages/${sid}.json`
    expect((await twilio('GET', path, undefined, `${other}:other`)).body['code']).toBe(20404)
  })

  it('say 20404 of what is not there, and that a suspended account cannot send', async () => {
    for (const path of [list.replace('.json', '/SM0.json'), '/2010-04-01/Nothing']) {
      const { status, body } = await twilio('GET', path)
      expect([status, body['code']]).toEqual([404, 20404])
    }
    await control('PUT', `/accounts/${accountSid}`, { authToken, status: 'suspended', numbers: [] })
    expect((await twilio('GET', `/2010-04-01/Accounts/${accountSid}.json`)).body['status']).toBe('suspended')
    expect((await reply()).body['code']).toBe(20005)
  })
})

describe('the list', () => {
  const page = async (query: string) => (await twilio<Page>('GET', `${list}?${query}`)).body

  it('is newest first and stays whole while new messages come in between pages', async () => {
    for (const body of ['1', '2', '3', '4', '5']) await write({ from: 'maria', body })
    const first = await page('PageSize=2')
    await write({ from: 'maria', body: '6' })
    const bodies = first.messages.map((message) => message.body)
    let next = first.next_page_uri
    while (next !== null) {
      const more = (await twilio<Page>('GET', next)).body
      bodies.push(...more.messages.map((message) => message.body))
      next = more.next_page_uri
    }
    expect(bodies).toEqual(['5', '4', '3', '2', '1'])
  })

  it('has what was told of late at its own time, and the price of what has left', async () => {
    await write({ from: 'maria', body: 'now' })
    const past = (at: string) => ({
      direction: 'inbound',
      at,
      body: at,
      sid: `SM${at.slice(2, 4).repeat(16)}`,
    })
    await control('POST', '/history', {
      from: 'maria',
      messages: [past('2021-01-01T00:00:00Z'), past('2020-01-01T00:00:00Z')],
    })
    await reply({ Body: 'out' })
    await wait({ body: 'out', status: 'delivered' })
    const { messages: found } = await page('PageSize=1000')
    const years = found.map((message) => message.body.slice(0, 4))
    expect(years).toEqual(['out', 'now', '2021', '2020'])
    expect(found[0]).toMatchObject({ price: '-0.00500', price_unit: 'USD' })
    const before = await page(new URLSearchParams({ 'DateSent<': '2020-12-31' }).toString())
    expect(before.messages).toHaveLength(1)
  })

  it('filters by both sides and by date', async () => {
    await write({ from: 'maria', body: 'in' })
    await write({ from: 'tom', body: 'other' })
    await reply({ Body: 'out' })
    const bodies = async (query: Record<string, string>) =>
      (await page(new URLSearchParams(query).toString())).messages.map((message) => message.body)
    expect(await bodies({ From: maria })).toEqual(['in'])
    expect(await bodies({ To: maria })).toEqual(['out'])
    const today = new Date().toISOString().slice(0, 10)
    expect(await bodies({ 'DateSent>': today, From: maria })).toEqual(['in'])
    expect(await bodies({ 'DateSent<': '2020-01-01' })).toEqual([])
    expect(await bodies({ DateSent: today, To: maria })).toEqual(['out'])
    expect(await bodies({ 'DateSent>': new Date(Date.now() - 60_000).toISOString(), To: maria })).toEqual([
      'out',
    ])
    await control('POST', '/clock', { advanceMs: 48 * 3_600_000 })
    await write({ from: 'maria', body: 'later' })
    expect(await bodies({ 'DateSent<': today, From: maria })).toEqual(['in'])
  })
})

describe('scheduled messages', () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
  const later = { From: '', MessagingServiceSid: messagingServiceSid, ScheduleType: 'fixed' }
  const one = (sid: unknown) => list.replace('.json', `/${String(sid)}.json`)

  it('leave at their time', async () => {
    const created = await reply({ ...later, SendAt: inAnHour(), StatusCallback: statusCallback() })
    expectValid('message', created.body, [messages, 'post', 201])
    expect(created.body).toMatchObject({ status: 'scheduled', from: null, date_sent: null })
    await control('POST', '/clock', { advanceMs: 3_500_000 })
    await write({ from: 'maria', body: 'Hi' })
    expect((await twilio('GET', one(created.body['sid']))).body['status']).toBe('scheduled')
    await control('POST', '/clock', { advanceMs: 100_000 })
    const told = await product().until(2, ({ fields }) => 'MessageStatus' in fields)
    expect(told.map(({ fields }) => fields['MessageStatus'])).toEqual(['sent', 'delivered'])
  })

  it('are called off, once and in time', async () => {
    const { sid } = (await reply({ ...later, SendAt: inAnHour(), StatusCallback: statusCallback() })).body
    const canceled = await twilio('POST', one(sid), { Status: 'canceled' })
    expectValid('message', canceled.body, [oneMessage, 'post', 200])
    expect([canceled.status, canceled.body['status']]).toEqual([200, 'canceled'])
    await product().until(1, ({ fields }) => fields['MessageStatus'] === 'canceled')
    expect((await twilio('POST', one(sid), { Status: 'canceled' })).body['code']).toBe(30409)
    await control('POST', '/clock', { advanceMs: 7_200_000 })
    expect((await twilio('GET', one(sid))).body['status']).toBe('canceled')
  })

  it('are refused without a service, a time, or within five minutes', async () => {
    expect(await refused({ ...later, MessagingServiceSid: '', From: number, SendAt: inAnHour() })).toEqual(
      error(35118),
    )
    expect(await refused(later)).toEqual(error(35111))
    for (const SendAt of [new Date().toISOString(), 'tomorrow', '2999-01-01T00:00:00Z'])
      expect(await refused({ ...later, SendAt })).toEqual(error(35114))
  })

  it('can have their words taken out, as any message', async () => {
    const { sid } = await write({ from: 'maria', body: 'a secret' })
    expect((await twilio('POST', one(sid), { Body: '' })).body).toMatchObject({
      body: '',
      direction: 'inbound',
    })
  })
})

describe('services and senders', () => {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const messaging = async (path: string, body?: unknown) => {
    const response = await fetch(`${baseUrl()}/messaging.twilio.com${path}`, {
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  it('are those of the account', async () => {
    const services = await messaging('/v1/Services')
    expectTheirs('messaging_v1', services.body, ['/v1/Services', 'get', 200])
    const service = await messaging(`/v1/Services/${messagingServiceSid}`)
    expectTheirs('messaging_v1', service.body, ['/v1/Services/{Sid}', 'get', 200])
    expect(services.body['services']).toEqual([service.body])
    expect((await messaging('/v1/Services/MGnone')).status).toBe(404)
  })

  it('change where a number calls', async () => {
    const listed = await messaging('/v2/Channels/Senders?Channel=whatsapp')
    expectTheirs('messaging_v2', listed.body, ['/v2/Channels/Senders', 'get', 200])
    const [sender] = listed.body['senders'] as { sid: string; sender_id: string }[]
    expect(sender).toMatchObject({ sender_id: number, status: 'ONLINE' })
    const path = `/v2/Channels/Senders/${sender?.sid}`
    const changed = await messaging(path, { webhook: { callback_url: `${product().url}/moved` } })
    expectTheirs('messaging_v2', changed.body, ['/v2/Channels/Senders/{Sid}', 'post', 202])
    expect(changed.status).toBe(202)
    await write({ from: 'maria', body: 'Hi' })
    expect(product().arrivals.map((arrival) => arrival.path)).toEqual(['/moved'])
    expect((await messaging(path, { webhook: { callback_url: 'nowhere' } })).status).toBe(400)
  })
})
