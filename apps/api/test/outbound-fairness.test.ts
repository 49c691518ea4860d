import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/local/testing'
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
  await Promise.all(waiting.map((id) => reply(bulk, id, 'Our summer sale')))
  await waitFor(async () => (await struck()) >= perOrg, { what: 'calls that hang' })
  const message = await reply(other, conversationId ?? '', 'Yes, at three')
  await waitFor(() => sidOf(other, message), { what: 'the other org’s reply', timeoutMs: 25_000 })
  // Those that were there before hang still, and no more than one org's share.
  expect(await struck()).toBe(perOrg)
  await twilio.call('DELETE', '/faults')
})

it('500 conversations that back off hide nobody whose job got lost', async () => {
  const [many, other] = (await twilio.connect(2)) as [Tenant, Tenant]
  const backingOff = await conversationsOf(many, 600)
  const [conversationId] = await conversationsOf(other, 1)
  const store = (tenant: Tenant, conversations: string[], nextAttempt: string) =>
    database.query<{ id: string }>(
      `INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, body, next_attempt_at)
       SELECT $1, gen_random_uuid(), id, $2, 'outbound', 'queued', 'Waiting', now() + $4::interval
       FROM unnest($3::uuid[]) AS id RETURNING id`,
      [tenant.orgId, tenant.chatAccountId, conversations, nextAttempt],
    )
  await store(many, backingOff, '1 hour')
  // What waits behind a message that backs off is as old as it was.
  await store(many, backingOff, '-1 minute')
  const { rows } = await store(other, [conversationId ?? ''], '-1 minute')
  const message = { conversationId: conversationId ?? '', id: rows[0]?.id ?? '' }
  await waitFor(() => sidOf(other, message), { what: 'the other org’s reply', timeoutMs: 20_000 })
  expect(await twilio.taken(many)).toEqual([])
})
