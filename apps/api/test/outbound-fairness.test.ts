import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const perOrg = 10

let stack: Stack
let twilio: SimulatedTwilio
let database: pg.Client

beforeAll(async () => {
  stack = await startStack({
    simulator: true,
    env: { SEND_CONCURRENCY: String(perOrg), TWILIO_TIMEOUT_MS: '30000', SWEEP_INTERVAL_MS: '300' },
  })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await stack.stop()
})

async function conversationsOf(tenant: Tenant, count: number): Promise<string[]> {
  await twilio.call('POST', '/load', { accountSid: tenant.account.accountSid, count, customers: count })
  return waitFor(
    async () => {
      const { rows } = await database.query<{ id: string }>('SELECT id FROM conversation WHERE org_id = $1', [
        tenant.orgId,
      ])
      return rows.length === count && rows.map(({ id }) => id)
    },
    { timeoutMs: 30_000, what: `${count} conversations` },
  )
}

const reply = (tenant: Tenant, conversationId: string, body: string) =>
  tenant.call<Message>('POST', `/messaging/conversations/${conversationId}/send`, {
    clientId: randomUUID(),
    body,
  })

const sidOf = async (tenant: Tenant, { conversationId, id }: Pick<Message, 'conversationId' | 'id'>) =>
  (await tenant.messagesOf(conversationId)).find((one) => one.id === id)?.sid

it('one org whose Twilio hangs, with hundreds of conversations waiting, delays nobody else', async () => {
  const [bulk, other] = (await twilio.connect(2)) as [Tenant, Tenant]
  const waiting = await conversationsOf(bulk, 300)
  const [conversationId] = await conversationsOf(other, 1)
  const hang = { kind: 'hang', times: null, match: { method: 'POST', pathIncludes: bulk.account.accountSid } }
  await twilio.fault(hang)
  const struck = async () => (await twilio.call<{ struck: number }[]>('GET', '/faults'))[0]?.struck ?? 0
  // Not all at once: what a busy machine can't begin within seconds is refused, and that is not the question here.
  while (waiting.length > 0) {
    await Promise.all(waiting.splice(0, 30).map((id) => reply(bulk, id, 'Our summer sale')))
  }
  await waitFor(async () => (await struck()) >= perOrg, { what: 'calls that hang' })
  const message = await reply(other, conversationId ?? '', 'Yes, at three')
  await waitFor(() => sidOf(other, message), { what: 'the other org’s reply', timeoutMs: 25_000 })
  // Those that were there before hang still, and no more than one org's share.
  expect(await struck()).toBe(perOrg)
  await twilio.call('DELETE', '/faults')
})

/** Puts a reply into each of the conversations, past the API and the queue. */
const store = (tenant: Tenant, conversations: string[], nextAttempt: string, body = 'Waiting') =>
  database.query<{ id: string }>(
    `INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, body, next_attempt_at,
                          position, occurred_at, author_kind, author_id)
     SELECT $1, gen_random_uuid(), id, $2, 'outbound', 'queued', $5, now() + $4::interval,
            (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, now(),
            'api_key', gen_random_uuid()
     FROM unnest($3::uuid[]) AS id RETURNING id`,
    [tenant.orgId, tenant.chatAccountId, conversations, nextAttempt, body],
  )

it('ten long conversations let the eleventh go after a message each', async () => {
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  const conversations = (await conversationsOf(tenant, perOrg + 1)).toSorted()
  const long = conversations.slice(0, perOrg)
  await store(tenant, conversations, '-1 minute', 'First')
  for (let index = 0; index < 9; index += 1) await store(tenant, long, '-1 minute')
  const taken = await waitFor(
    async () => {
      const all = await twilio.taken(tenant)
      return all.length === 10 * perOrg + 1 && all
    },
    { what: 'every reply at Twilio', timeoutMs: 30_000 },
  )
  expect(taken.findLastIndex(({ body }) => body === 'First')).toBeLessThan(50)
})

it('500 conversations that back off hide nobody whose job got lost', async () => {
  const [many, other] = (await twilio.connect(2)) as [Tenant, Tenant]
  const backingOff = await conversationsOf(many, 600)
  const [conversationId] = await conversationsOf(other, 1)
  await store(many, backingOff, '1 hour')
  // What waits behind a message that backs off is as old as it was.
  await store(many, backingOff, '-1 minute')
  const { rows } = await store(other, [conversationId ?? ''], '-1 minute')
  const message = { conversationId: conversationId ?? '', id: rows[0]?.id ?? '' }
  await waitFor(() => sidOf(other, message), { what: 'the other org’s reply', timeoutMs: 20_000 })
  expect(await twilio.taken(many)).toEqual([])
})

/** Conversations whose ids come before any real one's. */
async function makeConversations(tenant: Tenant, count: number): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `WITH person AS (
       INSERT INTO contact (org_id, id)
       SELECT $1, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid FROM generate_series(1, $3::int) n
       RETURNING id
     )
     INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
     SELECT $1, id, id, $2, '+15005550001', 0, now() FROM person RETURNING id`,
    [tenant.orgId, tenant.chatAccountId, count],
  )
  return rows.map(({ id }) => id)
}

it('thousands of conversations that back off neither hide one of their own org nor are read through', async () => {
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  const [conversationId] = (await conversationsOf(tenant, 1)) as [string]
  const backingOff = await makeConversations(tenant, 2_500)
  await store(tenant, backingOff, '1 hour')
  for (let index = 0; index < 4; index += 1) await store(tenant, backingOff, '-1 minute')
  const reads = async () => {
    const { rows } = await database.query<{ scans: number; tuples: number }>(
      `SELECT idx_scan::int AS scans, idx_tup_read::int AS tuples
       FROM pg_stat_user_indexes WHERE indexrelname = 'message_due_idx'`,
    )
    return rows[0] ?? { scans: 0, tuples: 0 }
  }
  const before = await reads()
  const { rows } = await store(tenant, [conversationId], '-1 minute')
  await waitFor(() => sidOf(tenant, { conversationId, id: rows[0]?.id ?? '' }), { what: 'the due reply' })
  const after = await waitFor(
    async () => {
      const now = await reads()
      return now.scans > before.scans && now
    },
    { what: 'the database’s count of reads' },
  )
  // One message of each conversation, and not what waits behind it.
  expect((after.tuples - before.tuples) / (after.scans - before.scans)).toBeLessThan(5)
})
