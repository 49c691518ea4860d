import { randomUUID } from 'node:crypto'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const pool = 6
const conversations = 60

let stack: Stack
let twilio: SimulatedTwilio
let database: pg.Client
let holder: pg.Client

beforeAll(async () => {
  stack = await startStack({
    simulator: true,
    env: {
      DATABASE_POOL: String(pool),
      SEND_CONCURRENCY: '100',
      SWEEP_INTERVAL_MS: '300',
      SWEEP_AGE_MS: '300',
    },
  })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  const connect = async () => {
    const client = new pg.Client({ connectionString: stack.databaseUrl })
    await client.connect()
    return client
  }
  ;[database, holder] = [await connect(), await connect()]
})
afterAll(async () => {
  await Promise.all([database.end(), holder.end()])
  await stack.stop()
})

it('replies whose conversations somebody holds leave the database to everybody else', async () => {
  const [bulk, other] = (await twilio.connect(2)) as [Tenant, Tenant]
  const { accountSid } = bulk.account
  await twilio.call('POST', '/load', { accountSid, count: conversations, customers: conversations })
  await bulk.waitForInbound(conversations, 30_000)
  // Somebody holds every conversation of one org.
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM conversation WHERE org_id = $1 FOR NO KEY UPDATE', [bulk.orgId])
  await database.query(
    `INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, body, next_attempt_at,
                          position, occurred_at, author_kind, author_id)
     SELECT org_id, gen_random_uuid(), id, chat_account_id, 'outbound', 'queued', 'Sale', now() - interval '1 minute',
            (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, now(),
            'api_key', gen_random_uuid()
     FROM conversation WHERE org_id = $1`,
    [bulk.orgId],
  )
  await twilio.write(other, '+15005550006', 'Are you there?')
  await other.waitForInbound(1)
  const path = `/messaging/conversations/${(await other.conversations())[0]?.id}/send`
  await other.call('POST', path, { clientId: randomUUID(), body: 'Yes' })
  await waitFor(async () => (await twilio.taken(other)).length === 1, { what: 'the other org’s reply' })
  expect(await twilio.taken(bulk)).toEqual([])
  await holder.query('ROLLBACK')
  await waitFor(async () => (await twilio.taken(bulk)).length === conversations, {
    timeoutMs: 30_000,
    what: 'every reply at Twilio',
  })
  expect(stack.processes.worker.output()).not.toMatch(/P2028|Unable to start a transaction/)
})
