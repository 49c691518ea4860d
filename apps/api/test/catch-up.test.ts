import { randomBytes, randomUUID } from 'node:crypto'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packedPng } from './make-files.js'
import { runReconcile } from './run-reconcile.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

let stack: Stack
let twilio: SimulatedTwilio
let database: pg.Client

beforeAll(async () => {
  // Regular comparisons come with a start alone, so that each test has its own.
  const env = { RECONCILE_EVERY_MS: '86400000', RECONCILE_SETTLE_MS: '1500', SWEEP_AGE_MS: '500' }
  stack = await startStack({ simulator: true, env: { ...env, SWEEP_INTERVAL_MS: '200' } })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database?.end()
  await stack?.stop()
})

interface Past {
  direction: 'inbound' | 'outbound'
  at: string
  body: string
  sid: string
  status?: string
}

const newSid = () => `SM${randomBytes(16).toString('hex')}`
const secondsAgo = (seconds: number) =>
  `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}.000Z`

/** Orgs whose numbers were connected long ago, and compared since. */
async function settled(count: number): Promise<Tenant[]> {
  const tenants = await twilio.connect(count)
  const ids = tenants.map(({ orgId }) => orgId)
  // The first comparison comes by itself, and finds no such number while the simulator does not know it yet.
  for (const tenant of tenants) {
    await waitFor(async () => (await ask(tenant)).catchUp?.checkedAt, { timeoutMs: 20_000 })
  }
  // What was asked for meanwhile is over too.
  const idle = `SELECT FROM catch_up WHERE org_id = ANY($1) AND started_at IS NULL AND due_at > now() + interval '1 hour'`
  await waitFor(async () => (await database.query(idle, [ids])).rowCount === count)
  const old = `UPDATE chat_account SET created_at = now() - interval '30 days' WHERE org_id = ANY($1)`
  await database.query(old, [ids])
  return tenants
}

/** What Twilio has of a customer and never told. */
const untold = (tenant: Tenant, from: string, messages: Past[]) =>
  twilio.call('POST', '/history', {
    accountSid: tenant.account.accountSid,
    to: tenant.account.externalPhoneId,
    from,
    messages,
  })

async function catchUpOf(tenant: Tenant): Promise<ChatAccount['catchUp']> {
  const path = `/chat-accounts/${tenant.chatAccountId}`
  return (await tenant.call<ChatAccount>('GET', path)).catchUp
}

const ask = (tenant: Tenant) =>
  tenant.call<ChatAccount>('POST', `/chat-accounts/${tenant.chatAccountId}/reconcile`, {})

/** Has a number compared, and resolves with what that found. */
async function reconcile(tenant: Tenant): Promise<NonNullable<ChatAccount['catchUp']>> {
  const before = await catchUpOf(tenant)
  await ask(tenant)
  return waitFor(
    async () => {
      const now = await catchUpOf(tenant)
      if (now?.problem) throw new Error(now.problem.message)
      return now?.checkedAt !== before?.checkedAt && !now?.running && now
    },
    { what: 'the end of a comparison', timeoutMs: 60_000 },
  )
}

const conversationOf = (tenant: Tenant, id: string) =>
  tenant.call<ConversationDetail>('GET', `/messaging/conversations/${id}`)

const storedOf = async (tenant: Tenant) =>
  (
    await database.query<{ sid: string; status: string; position: string }>(
      `SELECT sid, status::text, position FROM message WHERE org_id = $1 ORDER BY position`,
      [tenant.orgId],
    )
  ).rows

async function open(tenant: Tenant, from: string): Promise<{ id: string; send: string }> {
  await twilio.write(tenant, from, 'Are you there?')
  await tenant.waitForStored(1)
  const [conversation] = await tenant.conversations()
  const id = conversation?.id ?? ''
  return { id, send: `/messaging/conversations/${id}/send` }
}

const sentWith = (tenant: Tenant, conversationId: string, body: string) =>
  waitFor(
    async () =>
      (await tenant.messagesOf(conversationId)).find((one) => one.content.body === body && one.sid !== null),
    { what: `a sid for “${body}”`, timeoutMs: 20_000 },
  )

it('recovers 500 dropped webhooks in the right order, without notifying anyone', async () => {
  const [tenant, other] = (await settled(2)) as [Tenant, Tenant]
  await open(other, '+15005550006')
  const { id } = await open(tenant, '+15005550100')
  await tenant.call('POST', `/messaging/conversations/${id}/read`, {})
  await tenant.call('POST', `/messaging/conversations/${id}/done`, {})
  await twilio.write(tenant, '+15005550101', 'Unread')
  await tenant.waitForStored(2)
  const lost = Array.from({ length: 25 }, (_, customer) => ({
    from: `+150055501${String(customer).padStart(2, '0')}`,
    messages: Array.from({ length: 20 }, (__, index): Past => ({
      direction: 'inbound',
      at: secondsAgo(600 - index * 20 - customer),
      body: `Lost ${customer} ${index}`,
      sid: newSid(),
    })),
  }))
  for (const { from, messages } of lost) await untold(tenant, from, messages)
  await twilio.call('POST', '/messages', {
    accountSid: tenant.account.accountSid,
    to: tenant.account.externalPhoneId,
    from: '+15005550102',
    url: 'http://127.0.0.1:9/',
    media: [{ contentType: 'image/png', base64: packedPng(8, 8).toString('base64') }],
  })

  const found = await waitFor(
    async () => {
      const now = await reconcile(tenant)
      return (await storedOf(tenant)).length === 503 && now
    },
    { what: '503 messages', timeoutMs: 60_000 },
  )
  expect(found).toMatchObject({ problem: null, checked: 503 })
  expect(found.recovered?.count).toBeGreaterThan(0)
  const { rows } = await database.query<{ address: string; sid: string; at: Date }>(
    `SELECT c.reply_address AS address, m.sid, m.occurred_at AS at FROM message m
     JOIN conversation c ON (c.org_id, c.id) = (m.org_id, m.conversation_id)
     WHERE m.org_id = $1 AND m.body LIKE 'Lost %' ORDER BY m.position`,
    [tenant.orgId],
  )
  for (const { from, messages } of lost) {
    const ofOne = rows.filter(({ address }) => address === from)
    // The list tells seconds; within one of them its order is kept.
    const expected = messages.map(({ sid, at }) => [sid, at.slice(0, 19)])
    expect(ofOne.map(({ sid, at }) => [sid, at.toISOString().slice(0, 19)])).toEqual(expected)
  }
  const inbox = await tenant.conversations()
  expect(inbox).toHaveLength(24)
  expect(inbox.map(({ unreadCount }) => unreadCount).toSorted()).toEqual([...Array<number>(23).fill(0), 1])
  expect(await conversationOf(tenant, id)).toMatchObject({ state: 'done', unreadCount: 0, returned: null })
  const pictured = inbox.find(({ lastMessage }) => lastMessage?.content.kind === 'image')
  await waitFor(async () => {
    const last = (await tenant.messagesOf(pictured?.id ?? '')).at(-1)
    return last?.content.kind === 'image' && last.content.media[0]?.state === 'ready'
  })
  expect(await catchUpOf(other)).toMatchObject({ missing: 0, recovered: null })
  expect(await storedOf(other)).toHaveLength(1)

  expect(await reconcile(tenant)).toMatchObject({ missing: 0, checked: 503 })
  // A form that comes after all is one message with what was found.
  const late = lost[0]?.messages[0] as Past
  const form = { MessageSid: late.sid, Body: late.body, From: 'whatsapp:+15005550100', ProfileName: 'Late' }
  expect((await tenant.receive(form)).status).toBe(200)
  const due = `SELECT FROM webhook_due JOIN webhook_event USING (position, org_id) WHERE sid = $1`
  await waitFor(async () => (await database.query(due, [late.sid])).rowCount === 0)
  expect(await storedOf(tenant)).toHaveLength(503)
  expect(await conversationOf(tenant, id)).toMatchObject({ state: 'done', unreadCount: 0 })
}, 120_000)

it('a restored database learns what it lost, and sends nothing again', async () => {
  const [tenant] = (await settled(1)) as [Tenant]
  const { id, send } = await open(tenant, '+15005550006')
  const bodies = ['Known', 'Yet to be sent', 'Unheard of', 'Equal', 'Equal']
  const messages: Message[] = []
  for (const body of bodies) {
    messages.push(await tenant.call<Message>('POST', send, { clientId: randomUUID(), body }))
  }
  for (const body of bodies) await sentWith(tenant, id, body)
  const taken = await waitFor(async () => {
    const all = await twilio.taken(tenant)
    return all.length === bodies.length && all
  })
  // Half of what Twilio reports gets lost on the way.
  for (const [index, { sid }] of taken.entries()) {
    const lost = index % 2 === 0 ? { callbackUrl: 'http://127.0.0.1:9/' } : {}
    await twilio.call('POST', `/messages/${sid}/status`, { status: 'sent' })
    await twilio.call('POST', `/messages/${sid}/status`, { status: 'delivered', ...lost })
  }
  await untold(tenant, '+15005550006', [
    { direction: 'inbound', at: secondsAgo(300), body: 'In the lost hour', sid: newSid() },
    { direction: 'outbound', at: secondsAgo(200), body: 'From the console', sid: newSid(), status: 'read' },
  ])
  await stack.processes.worker.stop()
  const [known, queued, gone, one, two] = messages.map((message) => message.id)
  await database.query(`UPDATE message SET status = 'sent', delivered_at = NULL WHERE id = $1`, [known])
  await database.query(
    `UPDATE message SET status = 'queued', sid = NULL, attempts = 0, first_claimed_at = NULL, claimed_at = NULL,
       reply_address = NULL, account_sid = NULL, from_address = NULL, sent_at = NULL, status_asked_at = NULL,
       occurred_at = now() - interval '5 minutes', next_attempt_at = now() - interval '5 minutes'
     WHERE id = ANY($1)`,
    [[queued, one, two]],
  )
  await database.query('DELETE FROM message WHERE id = $1', [gone])
  await database.query(
    `UPDATE catch_up SET proven_until = now() - interval '1 hour', checked_at = NULL WHERE org_id = $1`,
    [tenant.orgId],
  )
  await stack.processes.worker.start()

  await waitFor(async () => (await catchUpOf(tenant))?.checkedAt, { what: 'a comparison', timeoutMs: 60_000 })
  const shown = await waitFor(
    async () => {
      const all = await tenant.everyMessage(id)
      const open = all.filter(({ status }) => status === 'queued' || status === 'sent')
      if (open.length > 0 || all.length < 8)
        throw new Error(JSON.stringify(all.map((each) => [each.content.body, each.status])))
      return all
    },
    { what: 'the truth', timeoutMs: 60_000 },
  )
  expect(await twilio.taken(tenant)).toHaveLength(taken.length + 1)
  expect(shown.map(({ content, status }) => [content.body, status]).toSorted()).toEqual(
    [
      ['Are you there?', 'received'],
      ['In the lost hour', 'received'],
      ['From the console', 'read'],
      ...bodies.map((body) => [body, 'delivered']),
    ].toSorted(),
  )
  const authors = Object.fromEntries(shown.map(({ content, author }) => [content.body, author.kind]))
  expect(authors).toMatchObject({
    'From the console': 'elsewhere',
    'Unheard of': 'elsewhere',
    'Yet to be sent': 'api_key',
  })
  expect(await conversationOf(tenant, id)).toMatchObject({ unreadCount: 1 })
}, 120_000)

it('what waited for a minute is looked for before it is sent', async () => {
  const [tenant] = (await settled(1)) as [Tenant]
  const { id, send } = await open(tenant, '+15005550006')
  const { id: messageId } = await tenant.call<Message>('POST', send, { clientId: randomUUID(), body: 'Once' })
  const { sid } = await sentWith(tenant, id, 'Once')
  const waiting = (body: string) =>
    database.query(
      `UPDATE message SET status = 'queued', sid = NULL, first_claimed_at = NULL, body = $2,
         occurred_at = now() - interval '2 minutes', next_attempt_at = now() - interval '2 minutes'
       WHERE id = $1`,
      [messageId, body],
    )
  await waiting('Once')
  expect(await sentWith(tenant, id, 'Once')).toMatchObject({ id: messageId, sid })
  expect(await twilio.taken(tenant)).toHaveLength(1)
  await waiting('Never before')
  await sentWith(tenant, id, 'Never before')
  expect(await twilio.taken(tenant)).toHaveLength(2)
})

it('several at once compare a number once each, also by the operator’s command', async () => {
  const [tenant] = (await settled(1)) as [Tenant]
  const messages = Array.from({ length: 300 }, (_, index): Past => ({
    direction: index % 3 === 0 ? 'outbound' : 'inbound',
    at: secondsAgo(900 - index),
    body: `Lost ${index}`,
    sid: newSid(),
  }))
  await untold(tenant, '+15005550006', messages)
  const [first, second] = await Promise.all([
    runReconcile(stack),
    runReconcile(stack),
    reconcile(tenant).catch(() => undefined),
  ])
  const address = tenant.account.externalPhoneId.replace('whatsapp:', '')
  expect(first.stdout + second.stdout).toContain(`${address} (`)
  expect((await storedOf(tenant)).map(({ sid }) => sid)).toEqual(messages.map(({ sid }) => sid))
  const [conversation] = await tenant.conversations()
  expect(conversation).toMatchObject({ unreadCount: 0, lastMessage: { content: { body: 'Lost 299' } } })
}, 60_000)

it('what a killed worker had added is counted by the next', async () => {
  const [tenant] = (await settled(1)) as [Tenant]
  const last = '+15005550007'
  await twilio.write(tenant, last, 'Held')
  await tenant.waitForStored(1)
  const lost = (from: string, count: number, secondsBefore: number) =>
    untold(
      tenant,
      from,
      Array.from({ length: count }, (_, index): Past => ({
        direction: 'inbound',
        at: secondsAgo(secondsBefore - index),
        body: `Lost ${index}`,
        sid: newSid(),
      })),
    )
  // More than are stored at once; the rest waits for a row that somebody holds.
  await lost('+15005550006', 210, 900)
  await lost(last, 30, 600)
  const holder = new pg.Client({ connectionString: stack.databaseUrl })
  await holder.connect()
  try {
    await holder.query('BEGIN')
    await holder.query('SELECT FROM conversation WHERE org_id = $1 AND reply_address = $2 FOR UPDATE', [
      tenant.orgId,
      last,
    ])
    await ask(tenant)
    const added = 'SELECT FROM catch_up WHERE org_id = $1 AND added = 200'
    await waitFor(async () => (await database.query(added, [tenant.orgId])).rowCount === 1)
    await stack.processes.worker.kill()
  } finally {
    await holder.end()
  }
  // Its claim would run out by itself.
  await database.query('UPDATE catch_up SET due_at = now() WHERE org_id = $1', [tenant.orgId])
  await stack.processes.worker.start()
  await waitFor(async () => (await catchUpOf(tenant))?.recovered, { timeoutMs: 60_000 })
  expect(await catchUpOf(tenant)).toMatchObject({ missing: 240, recovered: { count: 240 } })
  // The one that came by itself counts once it is old enough.
  const recovered = { count: 240 }
  await expect.poll(() => reconcile(tenant)).toMatchObject({ missing: 0, recovered, checked: 241 })
  expect(await storedOf(tenant)).toHaveLength(241)
}, 120_000)

it('reports that were lost for hours are looked for every hour, and once messages were lost too', async () => {
  const [tenant] = (await settled(1)) as [Tenant]
  const { id, send } = await open(tenant, '+15005550006')
  const { id: messageId } = await tenant.call<Message>('POST', send, { clientId: randomUUID(), body: 'Old' })
  await sentWith(tenant, id, 'Old')
  const sid = newSid()
  const at = secondsAgo(7200)
  await untold(tenant, '+15005550006', [{ direction: 'outbound', at, body: 'Old', sid, status: 'delivered' }])
  const forget = () =>
    database.query(`UPDATE message SET sid = $2, status = 'sent' WHERE id = $1`, [messageId, sid])
  const statusNow = async () => (await storedOf(tenant)).find((stored) => stored.sid === sid)?.status
  await forget()
  await reconcile(tenant)
  expect(await statusNow()).toBe('sent')

  await untold(tenant, '+15005550006', [
    { direction: 'inbound', at: secondsAgo(60), body: 'Lost', sid: newSid() },
  ])
  for (const _ of [1, 2]) await reconcile(tenant)
  expect(await statusNow()).toBe('delivered')

  await forget()
  await reconcile(tenant)
  expect(await statusNow()).toBe('sent')
  await database.query(
    `UPDATE catch_up SET looked_back_at = now() - interval '61 minutes' WHERE org_id = $1`,
    [tenant.orgId],
  )
  await reconcile(tenant)
  expect(await statusNow()).toBe('delivered')
}, 60_000)

it('a Twilio that refuses says so on the number, until it answers again', async () => {
  const [tenant] = (await settled(1)) as [Tenant]
  const path = `/accounts/${tenant.account.accountSid}`
  const numbers = [{ number: tenant.account.externalPhoneId, webhookUrl: tenant.webhookUrl }]
  await twilio.call('PUT', path, { authToken: 'another', numbers })
  await ask(tenant)
  const refused = await waitFor(async () => {
    const now = await catchUpOf(tenant)
    return now?.problem && !now.running && now
  })
  expect(refused).toMatchObject({ problem: { kind: 'mismatch' } })
  await twilio.call('PUT', path, { authToken: tenant.account.authToken, numbers })
  await ask(tenant)
  await waitFor(async () => (await catchUpOf(tenant))?.problem === null)
})
