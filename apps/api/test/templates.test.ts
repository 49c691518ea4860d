import { randomBytes, randomUUID } from 'node:crypto'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import type { Message } from '@cloudpa/contracts/messages'
import type { Template, TemplateList } from '@cloudpa/contracts/templates'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newMember } from './browser.js'
import { askDatabase, withDatabase } from './database.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'

const listing = '/v1/ContentAndApprovals'
const words = { name: 'thanks', language: 'en', category: 'utility', body: 'Hi {{1}}, thank you!' }
const samples = { 1: 'Ana' }

let threads: Threads
let twilio: SimulatedTwilio
let tenant: Tenant
let thread: Thread

interface SimulatedTemplate {
  sid: string
  accountSid: string
  name: string
  status: string
}

beforeAll(async () => {
  threads = await Threads.prepare(21)
  twilio = threads.twilio
})

beforeEach(async () => {
  await twilio.call('DELETE', '/faults')
  ;({ tenant, thread } = await threads.begin())
})

const sync = () => tenant.call<TemplateList>('POST', '/templates/sync')
const list = (query = '') => tenant.call<TemplateList>('GET', `/templates${query}`)
const named = (items: Template[], name: string) => {
  const found = items.find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name} among ${items.map((one) => one.name).join()}`)
  return found
}
const synced = async (name: string) => named((await sync()).items, name)
const atTwilio = async () =>
  (await twilio.call<SimulatedTemplate[]>('GET', '/templates')).filter(
    ({ accountSid }) => accountSid === tenant.account.accountSid,
  )
const decide = (sid: string, status: string) => twilio.call('PUT', `/templates/${sid}`, { status })
const closeWindow = () =>
  askDatabase(
    threads.stack,
    `UPDATE conversation SET last_inbound_at = now() - interval '25 hours' WHERE org_id = $1`,
    [tenant.orgId],
  )

const asContent = (template: Pick<Template, 'id'>, values: Record<string, string>) => ({
  clientId: randomUUID(),
  content: { kind: 'template', templateId: template.id, values },
})
const send = (template: Template, values: Record<string, string>) =>
  tenant.call<Message>('POST', thread.sendPath, asContent(template, values))
async function refusal(path: string, body?: object) {
  const response = await tenant.fetch('POST', path, body)
  const { error } = (await response.json()) as { error?: { params?: { reason: string } } }
  return error?.params?.reason ?? response.status
}
const refused = (template: Pick<Template, 'id'>, values: Record<string, string>) =>
  refusal(thread.sendPath, asContent(template, values))

describe('what is at Twilio', () => {
  it('is seen by one call, with what WhatsApp thinks of each, and again as it changes', async () => {
    const screen = await tenant.openScreen()
    const first = await sync()
    expect(first.items.map(({ name, kind, state }) => [name, kind, state])).toEqual([
      ['appointment_check', 'quick_reply', 'approved'],
      ['appointment_reminder', 'text', 'approved'],
      ['ask_for_review', 'text', 'paused'],
      ['last_chance', 'text', 'rejected'],
      ['order_update', 'text', 'approved'],
      ['pick_a_time', 'list_picker', 'unsubmitted'],
      ['spring_offer', 'text', 'pending'],
    ])
    expect(named(first.items, 'last_chance').reason).toMatch(/^TAG_CONTENT_MISMATCH/)
    expect(named(first.items, 'order_update').variables.map(({ name }) => name)).toEqual(['1', '2'])
    const { accountSid } = tenant.account
    expect(first.accounts).toMatchObject([
      { accountSid, chatAccountIds: [tenant.chatAccountId], error: null },
    ])
    await screen.waitFor(({ type }) => type === 'templates', 'that templates were looked at')
    screen.close()
    const offer = named(first.items, 'spring_offer')
    await decide(offer.sid, 'approved')
    const gone = named(first.items, 'last_chance')
    await twilioRemoves(gone.sid)
    const second = await sync()
    expect(named(second.items, 'spring_offer')).toMatchObject({ id: offer.id, state: 'approved' })
    expect(second.items).toHaveLength(6)
    expect(await list()).toEqual(second)
  })

  it('is read to its last page', async () => {
    for (let made = 0; made < 500; made += 50)
      await Promise.all(Array.from({ length: 50 }, (_, at) => makeAtTwilio(`many_${made + at}`)))
    const { items } = await sync()
    expect(new Set(items.map(({ name }) => name)).size).toBe(507)
  })

  it('is everybody’s to read and an admin’s to change, and each number has its account’s', async () => {
    const owner = await tenant.owner()
    const member = await newMember(owner, 'member')
    await sync()
    expect((await member.get<TemplateList>('/api/v1/templates')).body.items).toHaveLength(7)
    const asked = [await member.post('/api/v1/templates/sync'), await member.post('/api/v1/templates', words)]
    expect(asked.map(({ error }) => error?.params?.reason)).toEqual(['admins_only', 'admins_only'])
    const other = await anotherNumber()
    expect((await list(`?chatAccountId=${other.id}`)).items).toEqual([])
    expect((await list(`?chatAccountId=${tenant.chatAccountId}`)).items).toHaveLength(7)
    for (const id of [randomUUID(), 'x']) {
      const { status } = await tenant.fetch('GET', `/templates?chatAccountId=${id}`)
      expect(status).toBe(404)
    }
  })

  it('is asked for once where two ask at once', async () => {
    const slow = { kind: 'slow', delayMs: 500, times: null, match: { pathIncludes: listing } }
    await twilio.fault(slow)
    await Promise.all([sync(), sync()])
    const [fault] = await twilio.call<{ struck: number }[]>('GET', '/faults')
    expect(fault?.struck).toBe(1)
    expect((await list()).items).toHaveLength(7)
  })

  it('stays as it was seen where Twilio lets an account in no more, and another account is seen', async () => {
    const other = await anotherNumber()
    const { accounts, items } = await sync()
    const [failed, fine] = [other.accountSid, tenant.account.accountSid].map((sid) =>
      accounts.find(({ accountSid }) => accountSid === sid),
    )
    expect(items).toHaveLength(7)
    expect(failed).toMatchObject({
      syncedAt: null,
      error: expect.stringMatching(/^Twilio rejected this account\..*Auth Token/) as string,
      params: { reason: 'twilio_refused' },
    })
    expect(fine?.error).toBeNull()
    const trouble = { kind: 'error', status: 503, code: 20503, message: 'Unavailable', times: null }
    await twilio.fault({ ...trouble, match: { pathIncludes: listing } })
    const later = await sync()
    expect(later.items).toEqual(items)
    expect(later.accounts.map(({ params }) => params?.reason)).toContain('twilio_trouble')
    expect(later.accounts.find(({ accountSid }) => accountSid === fine?.accountSid)?.syncedAt).toBe(
      fine?.syncedAt,
    )
  })
})

describe('a new template', () => {
  const create = (input: object) =>
    tenant.call<Template>('POST', '/templates', { ...words, samples, ...input })

  it('is made at Twilio and handed to WhatsApp, and seen with what it says', async () => {
    const made = await create({ buttons: ['Yes', 'No'] })
    expect(made).toMatchObject({ ...words, kind: 'quick_reply', state: 'received' })
    expect(made.buttons.map(({ text }) => text)).toEqual(['Yes', 'No'])
    expect(made.variables).toEqual([{ name: '1', sample: 'Ana' }])
    expect(await atTwilio()).toContainEqual(expect.objectContaining({ sid: made.sid, name: 'thanks' }))
    await decide(made.sid, 'approved')
    expect(await synced('thanks')).toMatchObject({ id: made.id, state: 'approved', category: 'utility' })
    expect(await create({ name: 'kept', submit: false })).toMatchObject({
      kind: 'text',
      state: 'unsubmitted',
    })
  })

  it('is refused with what is wrong, and leaves nothing behind', async () => {
    const refusedAs = (input: object) => refusal('/templates', { ...words, samples, ...input })
    expect(await refusedAs({ body: 'Thank you, {{1}}' })).toBe('template_variable_place')
    expect(await refusedAs({ samples: {} })).toBe('template_value_missing')
    const no = { kind: 'error', status: 400, code: 20001, message: 'Name in use' }
    await twilio.fault({ ...no, match: { pathIncludes: 'ApprovalRequests' } })
    expect(await refusedAs({})).toBe('template_refused')
    expect((await atTwilio()).map(({ name }) => name)).not.toContain('thanks')
    await anotherNumber()
    expect(await refusedAs({})).toBe('which_number')
    expect(await create({ chatAccountId: tenant.chatAccountId })).toMatchObject({ name: 'thanks' })
  })

  it('stays where WhatsApp’s side does not answer, as what it is until Twilio says otherwise', async () => {
    const trouble = { kind: 'error', status: 503, code: 20503, message: 'Unavailable' }
    await twilio.fault({ ...trouble, match: { pathIncludes: 'ApprovalRequests' } })
    const made = await create({})
    expect(made).toMatchObject({ state: 'unsubmitted', category: 'utility' })
    await decide(made.sid, 'approved')
    expect(await synced('thanks')).toMatchObject({ id: made.id, state: 'approved' })
  })
})

describe('a template that is sent', () => {
  it('passes a closed window, and is shown for ever as the customer got it', async () => {
    const check = await synced('appointment_check')
    await closeWindow()
    expect(await refusal(thread.sendPath, { clientId: randomUUID(), body: 'Hello?' })).toBe('window_over')
    const values = { 1: 'Ana', 2: 'Monday' }
    const sent = await send(check, { ...values, unused: 'x' })
    expect(sent.content).toMatchObject({
      kind: 'template',
      templateId: check.id,
      sid: check.sid,
      name: 'appointment_check',
      values,
      body: 'Hi Ana, does Monday still suit you?',
      buttons: [{ text: 'Yes, see you then' }, { text: 'Another time' }],
    })
    await thread.sidOf(sent)
    expect(await twilio.taken(tenant)).toMatchObject([
      {
        body: 'Hi Ana, does Monday still suit you?',
        content: { kind: 'template', contentSid: check.sid, variables: JSON.stringify(values) },
      },
    ])
    await twilioRemoves(check.sid)
    await sync()
    expect((await thread.now(sent))?.content).toEqual(sent.content)
    const again = { clientId: sent.clientId, content: asContent(check, values).content }
    expect((await tenant.call<Message>('POST', thread.sendPath, again)).id).toBe(sent.id)
    const other = { ...again, content: { ...again.content, values: { ...values, 1: 'Eve' } } }
    expect(await refusal(thread.sendPath, other)).toBe('client_id_used')
  })

  it('is refused with why WhatsApp would not take it', async () => {
    const { items } = await sync()
    const of = (name: string) => named(items, name)
    const list = of('pick_a_time')
    expect((await send(list, { 1: 'Ana' })).content).toMatchObject({ listButton: 'See times' })
    await closeWindow()
    expect(await refused(list, { 1: 'Ana' })).toBe('template_needs_window')
    expect(await refused(of('spring_offer'), { 1: 'Ana' })).toBe('template_pending')
    expect(await refused(of('last_chance'), { 1: 'Ana' })).toBe('template_rejected')
    expect(await refused(of('ask_for_review'), { 1: 'Ana' })).toBe('template_paused')
    const order = of('order_update')
    expect(await refused(order, { 1: 'Ana' })).toBe('template_value_missing')
    expect(await refused(order, { 1: 'Ana', 2: 'a\nb' })).toBe('template_value_unsendable')
    await decide(order.sid, 'disabled')
    await sync()
    expect(await refused(order, { 1: 'Ana', 2: '7' })).toBe('template_disabled')
    expect(await refused({ id: randomUUID() }, {})).toBe('template_gone')
  })

  it('goes out from a number of its own account alone', async () => {
    const order = await synced('order_update')
    const other = await anotherNumber()
    const to = { to: '+15005550006', chatAccountId: other.id, ...asContent(order, { 1: 'Ana', 2: '7' }) }
    expect(await refusal('/messaging/send', to)).toBe('template_elsewhere')
    const theirs = threads.anotherTenant()
    const path = '/messaging/send'
    const { status } = await theirs.fetch('POST', path, { ...to, chatAccountId: theirs.chatAccountId })
    expect(status).toBe(404)
  })

  it.each([
    ['took it and never answered', { kind: 'accept-then-reset' }],
    ['never took it', { kind: 'reset', times: 1 }],
  ])('reaches the customer once where Twilio %s', async (_, fault) => {
    const order = await synced('order_update')
    await twilio.fault({ ...fault, match: { method: 'POST', pathIncludes: 'Messages.json' } })
    const sid = await thread.sidOf(await send(order, { 1: 'Ana', 2: '7' }))
    expect((await twilio.taken(tenant)).map((one) => one.sid)).toEqual([sid])
  })

  it('fails with Twilio’s code where it does not take it', async () => {
    const order = await synced('order_update')
    const no = { kind: 'error', status: 400, code: 21656, message: 'The ContentVariables are invalid' }
    await twilio.fault({ ...no, match: { method: 'POST', pathIncludes: 'Messages.json' } })
    const failed = await thread.settled(await send(order, { 1: 'Ana', 2: '7' }), 'failed')
    expect(failed.error?.code).toBe('21656')
  })
})

describe('a template to somebody who never wrote', () => {
  const to = (number: string, template: Template) => ({
    to: number,
    ...asContent(template, { 1: 'Ana', 2: '7' }),
  })

  it('makes one contact and one conversation, which is no open window', async () => {
    const order = await synced('order_update')
    const text = { to: '+34600112233', clientId: randomUUID(), body: 'Hello' }
    expect(await refusal('/messaging/send', text)).toBe('never_wrote')
    const inputs = [to('+34600112233', order), to('whatsapp:+34 600 112 233', order)]
    const sent = await Promise.all(
      [...inputs, ...inputs].map((input) => tenant.call<Message>('POST', '/messaging/send', input)),
    )
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2)
    expect(new Set(sent.map(({ conversationId }) => conversationId)).size).toBe(1)
    const conversations = await tenant.conversations()
    const opened = conversations.find(({ id }) => id === sent[0]?.conversationId)
    expect(opened).toMatchObject({ windowExpiresAt: null, unreadCount: 0, lastMessage: { status: 'queued' } })
    await waitFor(async () => (await twilio.taken(tenant)).length === 2)
    expect((await twilio.taken(tenant)).map((one) => one.to)).toEqual(
      Array.from({ length: 2 }, () => 'whatsapp:+34600112233'),
    )
    const reply = { clientId: randomUUID(), body: 'And?' }
    expect(await refusal(`/messaging/conversations/${opened?.id}/send`, reply)).toBe('window_over')
    await tenant.receive({ From: 'whatsapp:+34600112233', Body: 'Thanks!' })
    await tenant.waitForStored(2)
    expect((await tenant.messagesOf(opened?.id ?? '')).map(({ direction }) => direction)).toEqual([
      'outbound',
      'outbound',
      'inbound',
    ])
  })

  it('goes to the conversation that their first message makes at this moment', async () => {
    const order = await synced('order_update')
    await tenant.call('POST', '/contacts', { name: 'Ana', phones: ['+34600112233'] })
    const [message, conversationId] = await withDatabase(threads.stack, async (ingestion) => {
      await ingestion.query('BEGIN')
      const { rows } = await ingestion.query<{ id: string }>(
        `INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
         SELECT org_id, gen_random_uuid(), contact_id, $2, value, 0, now() FROM handle
         WHERE org_id = $1 AND value = '+34600112233' RETURNING id`,
        [tenant.orgId, tenant.chatAccountId],
      )
      const sending = tenant.call<Message>('POST', '/messaging/send', to('+34600112233', order))
      const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      await waitFor(async () => (await askDatabase(threads.stack, waits, [])).length > 0, {
        what: 'that it waits',
      })
      await ingestion.query('COMMIT')
      return [await sending, rows[0]?.id]
    })
    expect(message.conversationId).toBe(conversationId)
    await waitFor(async () => (await twilio.taken(tenant)).length === 1, { timeoutMs: 20_000 })
  })

  it('makes nothing where it can’t be sent', async () => {
    const { items } = await sync()
    const [order, rejected] = [named(items, 'order_update'), named(items, 'last_chance')]
    expect(await refusal('/messaging/send', to('US.1234567', order))).toBe('recipient_unreadable')
    expect(await refusal('/messaging/send', to('+34600112233', rejected))).toBe('template_rejected')
    const noValues = { ...to('+34600112233', order), ...asContent(order, {}) }
    expect(await refusal('/messaging/send', noValues)).toBe('template_value_missing')
    expect(await tenant.conversations()).toHaveLength(1)
    const { items: contacts } = await tenant.call<{ items: unknown[] }>('GET', '/contacts')
    expect(contacts).toHaveLength(1)
  })
})

/** A number of the org's at a Twilio account whose token is wrong. */
const anotherNumber = () =>
  tenant.call<ChatAccount>('POST', '/chat-accounts', {
    externalPhoneId: `whatsapp:+1555${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`,
    accountSid: `AC${randomBytes(16).toString('hex')}`,
    authToken: 'wrong',
  })

/** Somebody works in Twilio's console. */
async function askTwilio(method: string, path: string, body?: object): Promise<void> {
  const { accountSid, authToken } = tenant.account
  const response = await fetch(`${threads.stack.simulatorUrl}/content.twilio.com/v1/Content${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
}
const twilioRemoves = (sid: string) => askTwilio('DELETE', `/${sid}`)
const makeAtTwilio = (name: string) =>
  askTwilio('POST', '', { friendly_name: name, language: 'en', types: { 'twilio/text': { body: 'Hi' } } })
