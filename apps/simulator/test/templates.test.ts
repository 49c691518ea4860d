import { describe, expect, it } from 'vitest'
import { accountSid, authToken, bench, maria, number } from './bench.js'
import { fileServer, pictureOf } from './file-server.js'
import { expectOurs, expectTheirs } from './twilio-spec.js'

interface Content {
  sid: string
  friendly_name: string
  approval_requests: { status: string; name: string; rejection_reason: string }
}
interface Page {
  contents: Content[]
  meta: { next_page_url: string | null; page: number; key: string }
}

const { control, write, reply, wait, twilio, product, baseUrl, statusCallback, templateSid } = bench()
const server = fileServer()

/** Calls the Content API in JSON. */
async function content<Body = Content>(
  method: string,
  path: string,
  body?: unknown,
  credentials = `${accountSid}:${authToken}`,
) {
  const response = await fetch(`${baseUrl()}/content.twilio.com${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body }
}

const made = (types: object, variables: Record<string, string> = {}) =>
  content('POST', '/v1/Content', { friendly_name: 'made', language: 'en', variables, types })
const statusOf = async (sid: string) =>
  (
    await content<{ whatsapp: { status: string; rejection_reason: string } }>(
      'GET',
      `/v1/Content/${sid}/ApprovalRequests`,
    )
  ).body.whatsapp
const decide = (sid: string, status: string, rejectionReason?: string) =>
  control('PUT', `/templates/${sid}`, { status, ...(rejectionReason ? { rejectionReason } : {}) })
const send = (ContentSid: string, ContentVariables = '', form: Record<string, string> = {}) =>
  reply({ Body: '', ContentSid, ContentVariables, StatusCallback: statusCallback(), ...form })
/** What the first callback to be heard says of a template: `delivered` may overtake `sent`. */
const outcome = async (ContentSid: string, ContentVariables = '') => {
  const { status, body } = await send(ContentSid, ContentVariables)
  expect(status).toBe(201)
  const told = await product().until(1, ({ fields }) => fields['MessageSid'] === body['sid'])
  const { MessageStatus, ErrorCode = '' } = told[0]?.fields ?? {}
  return MessageStatus === 'delivered' ? 'sent' : `${MessageStatus} ${ErrorCode}`.trim()
}

describe('the Content API', () => {
  it('answers as the specification says', async () => {
    const created = await made({ 'twilio/text': { body: 'Hello {{1}}, all well?' } }, { 1: 'Maria' })
    const { sid } = created.body
    expectTheirs('content_v1', created.body, ['/v1/Content', 'post', 201])
    const submitted = await content('POST', `/v1/Content/${sid}/ApprovalRequests/whatsapp`, {
      name: 'all_well',
      category: 'UTILITY',
    })
    expect([submitted.status, submitted.body]).toMatchObject([201, { status: 'received', name: 'all_well' }])
    expectTheirs('content_v1', submitted.body, [
      '/v1/Content/{ContentSid}/ApprovalRequests/whatsapp',
      'post',
      201,
    ])
    for (const [path, theirs] of [
      [`/v1/Content/${sid}`, '/v1/Content/{Sid}'],
      [`/v1/Content/${sid}/ApprovalRequests`, '/v1/Content/{Sid}/ApprovalRequests'],
      ['/v1/Content?PageSize=2', '/v1/Content'],
      ['/v1/ContentAndApprovals?PageSize=2', '/v1/ContentAndApprovals'],
    ] as const)
      expectTheirs('content_v1', (await content('GET', path)).body, [theirs, 'get', 200])
    const listed = await content<Page>('GET', '/v2/ContentAndApprovals')
    expectTheirs('content_v2', listed.body, ['/v2/ContentAndApprovals', 'get', 200])
    expect(listed.body.contents[0]).toMatchObject({ sid, approval_requests: { name: 'all_well' } })
    expect((await content('DELETE', `/v1/Content/${sid}`)).status).toBe(204)
    const gone = await content('GET', `/v1/Content/${sid}`)
    expect([gone.status, gone.body]).toMatchObject([404, { code: 20404 }])
    expectOurs('error', gone.body)
  })

  it('lists every template once, page after page, whatever is written meanwhile', async () => {
    const names: string[] = []
    let next: string | null = '/v1/ContentAndApprovals?PageSize=3'
    while (next !== null) {
      const page: Page = (await content<Page>('GET', next)).body
      names.push(...page.contents.map((each) => each.friendly_name))
      if (page.meta.page === 0) await made({ 'twilio/text': { body: 'Later' } })
      const { next_page_url: address } = page.meta
      next = address === null ? null : address.replace('https://content.twilio.com', '')
      expect(address ?? 'https://content.twilio.com/').toMatch(/^https:\/\/content\.twilio\.com\//)
    }
    expect(names.toSorted()).toEqual([
      'appointment_check',
      'appointment_reminder',
      'ask_for_review',
      'last_chance',
      'order_update',
      'pick_a_time',
      'spring_offer',
    ])
  })

  it('is reviewed by a button, or by itself where that is asked for', async () => {
    const submit = async (words: string, name: string) => {
      const { sid } = (await made({ 'twilio/text': { body: words } }, { 1: 'x' })).body
      await content('POST', `/v1/Content/${sid}/ApprovalRequests/whatsapp`, { name, category: 'MARKETING' })
      return sid
    }
    const first = await submit('Hello {{1}}, are you well?', 'first')
    const bad = await submit('{{1}}, hello', 'bad')
    await control('POST', '/clock', { advanceMs: 1000 })
    await expect.poll(() => statusOf(first)).toMatchObject({ status: 'pending' })
    expect(await statusOf(bad)).toMatchObject({
      status: 'rejected',
      rejection_reason: expect.stringContaining('INVALID_FORMAT'),
    })
    await decide(first, 'rejected', 'SCAM')
    expect(await statusOf(first)).toMatchObject({ status: 'rejected', rejection_reason: 'SCAM' })
    await control('PUT', '/review', { mode: 'auto' })
    const second = await submit('Hello {{1}}, are you free?', 'second')
    await control('POST', '/clock', { advanceMs: 1000 })
    await expect.poll(() => statusOf(second)).toMatchObject({ status: 'pending' })
    await control('POST', '/clock', { advanceMs: 1000 })
    await expect.poll(() => statusOf(second)).toMatchObject({ status: 'approved' })
  })

  it('refuses what is no template, a second submission, and strangers', async () => {
    const refusals = [
      await made({}),
      await made({ 'twilio/text': {} }),
      await content('POST', '/v1/Content', { types: { 'twilio/text': { body: 'x' } } }),
      await content('POST', `/v1/Content/${await templateSid('order_update')}/ApprovalRequests/whatsapp`, {
        name: 'again',
        category: 'UTILITY',
      }),
      await content('POST', `/v1/Content/${await templateSid('pick_a_time')}/ApprovalRequests/whatsapp`, {
        name: 'list',
        category: 'UTILITY',
      }),
      await content('GET', '/v1/Content?PageToken=PTnone'),
    ]
    for (const { status, body } of refusals) {
      expect(status).toBe(400)
      expectOurs('error', body)
    }
    const other = `AC${'a'.repeat(32)}`
    await control('PUT', `/accounts/${other}`, { authToken: 'other', numbers: [] })
    const path = `/v1/Content/${await templateSid('order_update')}`
    expect((await content('GET', path, undefined, `${other}:other`)).status).toBe(404)
    expect((await content('GET', path, undefined, `${other}:wrong`)).status).toBe(401)
  })
})

describe('a message by ContentSid', () => {
  it('is the template with its values, for the list and for the phone', async () => {
    const sid = await templateSid('appointment_check')
    const created = await send(sid, JSON.stringify({ 1: 'Ana', 2: 'Friday' }))
    expect(created.body).toMatchObject({ body: 'Hi Ana, does Friday still suit you?', num_media: '0' })
    const { content: shown } = await wait({ sid: String(created.body['sid']), status: 'delivered' })
    expect(shown).toMatchObject({
      kind: 'template',
      face: {
        name: 'appointment_check',
        buttons: [
          { kind: 'quick_reply', text: 'Yes, see you then', value: 'confirm' },
          { kind: 'quick_reply', text: 'Another time', value: 'move' },
        ],
      },
    })
    const fetched = await twilio('GET', String(created.body['uri']))
    expect(fetched.body['body']).toBe('Hi Ana, does Friday still suit you?')
  })

  it('takes the samples where it is given nothing, and misses what neither has', async () => {
    const { sid } = (
      await made({ 'twilio/text': { body: 'Hi {{name}}, on {{day}} then.' } }, { name: 'you' })
    ).body
    await decide(sid, 'approved')
    expect(await outcome(sid, '{"day":"Friday"}')).toBe('sent')
    expect(await wait({ body: 'Hi you, on Friday then.' })).toMatchObject({ to: maria, from: number })
    expect(await outcome(sid, '{"name":"Ana"}')).toBe('failed 63028')
  })

  it.each([
    ['an unknown template', `HX${'0'.repeat(32)}`, '', 21655],
    ['no JSON', 'order_update', '{"1":', 21656],
    ['a list', 'order_update', '["a"]', 21656],
    ['an empty value', 'order_update', '{"1":""}', 21656],
    ['a number', 'order_update', '{"1":5}', 21656],
    ['variables alone', '', '{"1":"a"}', 21654],
  ])('is refused for %s', async (_what, name, variables, code) => {
    const sid = name.startsWith('HX') || name === '' ? name : await templateSid(name)
    const { status, body } = await send(sid, variables, name === '' ? { Body: 'Hi' } : {})
    expect([status, body['code']]).toEqual([400, code])
  })

  it('fails afterwards for what WhatsApp thinks of it, as it would at Twilio', async () => {
    const sid = await templateSid('order_update')
    for (const [status, expected] of [
      ['approved', 'sent'],
      ['unsubmitted', 'failed 63016'],
      ['pending', 'failed 63016'],
      ['rejected', 'failed 63040'],
      ['paused', 'failed 63041'],
      ['disabled', 'failed 63042'],
    ] as const) {
      await decide(sid, status)
      expect(await outcome(sid)).toBe(expected)
    }
    const list = await templateSid('pick_a_time')
    expect(await outcome(list)).toBe('failed 63016')
    await write({ from: 'maria', body: 'Hi' })
    expect(await outcome(list)).toBe('sent')
    await decide(sid, 'pending')
    expect(await outcome(sid)).toBe('sent')
  })

  it('has its file fetched, and its buttons of every kind', async () => {
    const url = server.has('image/jpeg', pictureOf(100))
    const card = {
      body: 'Look, {{1}}!',
      header_text: 'New',
      footer: 'Until Sunday',
      media: [url],
      actions: [
        { type: 'URL', title: 'Open', url: 'https://example.test/{{1}}' },
        { type: 'PHONE_NUMBER', title: 'Call', phone: '+12025550141' },
        { type: 'COPY_CODE', title: 'Copy', code: 'SPRING' },
      ],
    }
    const { sid } = (await made({ 'whatsapp/card': card }, { 1: 'all' })).body
    await decide(sid, 'approved')
    const created = await send(sid, '{"1":"Ana"}')
    const message = await wait({ sid: String(created.body['sid']), status: 'delivered' })
    expect(message.sid).toMatch(/^MM/)
    expect(message.content).toMatchObject({
      body: 'Look, Ana!',
      face: {
        header: 'New',
        footer: 'Until Sunday',
        file: { contentType: 'image/jpeg', bytes: 100 },
        buttons: [
          { kind: 'url', value: 'https://example.test/Ana' },
          { kind: 'phone', value: '+12025550141' },
          { kind: 'copy_code', value: 'SPRING' },
        ],
      },
    })
    const media = await twilio('GET', `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}/Media.json`)
    expect(media.body['media_list']).toMatchObject([{ content_type: 'image/jpeg' }])
  })
})
