import { readOutside } from '@cloudpa/testing/cases'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { accountSid, authToken, bench, maria, messagingServiceSid, number } from './bench.js'
import { twilioSchemas } from './twilio-schema.js'

interface Operation {
  responses: Record<string, { content: Record<string, { schema: object }> }>
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { properties: object }> }
}
interface Page {
  messages: { sid: string; body: string; direction: string }[]
  next_page_uri: string | null
}

const { control, twilio, write, reply, wait, statusCallback } = bench()
const spec = readOutside<OpenApi>('oai/twilio_api_v2010.json')
const list = `/2010-04-01/Accounts/${accountSid}/Messages.json`
const refused = async (form: Record<string, string>) => {
  const { status, body } = await reply(form)
  return [status, body['code'], body['more_info']]
}
const error = (code: number) => [400, code, `https://www.twilio.com/docs/errors/${code}`]

const ajv = new Ajv({ strict: false, allErrors: true })
ajv.addFormat('date-time-rfc-2822', /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/)
ajv.addFormat('phone-number', /^(whatsapp:)?\S+$/)
ajv.addFormat('uri', /^\/2010-04-01\/\S+$/)
for (const format of ['currency', 'uri-map', 'date-time', 'int64']) ajv.addFormat(format, true)
if (spec !== undefined) ajv.addSchema(spec, 'twilio')

const messages = '/2010-04-01/Accounts/{AccountSid}/Messages.json'
const oneMessage = '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json'

/** Where the specification describes an answer. */
function pointerTo(path: string, method: string, status: number): string {
  const parts = ['paths', path, method, 'responses', `${status}`, 'content', 'application/json', 'schema']
  return parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
}

/** Holds an answer against our schema, and against Twilio's specification where it is at hand. */
function expectValid(
  kind: keyof typeof twilioSchemas,
  body: unknown,
  [path, method, status]: [string, string, number],
): void {
  const ours = ajv.compile(twilioSchemas[kind])
  expect(ours(body) ? [] : ours.errors).toEqual([])
  if (spec === undefined) return
  const theirs = ajv.getSchema(`twilio#/${pointerTo(path, method, status)}`)
  if (theirs === undefined) throw new Error(`The specification has no ${method} ${path} ${status}`)
  expect(theirs(body) === true ? [] : theirs.errors).toEqual([])
}

function expectEveryField(schema: string, body: object): void {
  if (spec === undefined) return
  const fields = Object.keys(spec.components.schemas[schema]?.properties ?? {})
  expect(Object.keys(body).sort()).toEqual(fields.sort())
}

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
    const isError = ajv.compile(twilioSchemas.error)
    for (const { body } of [await reply({ To: '' }), await twilio('GET', '/2010-04-01/Nothing')])
      expect(isError(body) ? [] : isError.errors).toEqual([])
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
