import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { clockAhead, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const conversationsPerOrg = 25
const ahead = { preload: clockAhead, env: { CLOCK_AHEAD_MS: '30000' } }

let stack: Stack
let twilio: SimulatedTwilio
let database: pg.Client

async function begin(env: Record<string, string>): Promise<void> {
  stack = await startStack({ simulator: true, env })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
}

afterEach(async () => {
  await database.end()
  await stack.stop()
})

/** A customer in each of so many conversations wrote. */
async function conversationsOf(tenant: Tenant, count: number): Promise<string[]> {
  await twilio.call('POST', '/load', { accountSid: tenant.account.accountSid, count, customers: count })
  await tenant.waitForInbound(count, 30_000)
  return (await tenant.conversations()).map(({ id }) => id)
}

const reply = (tenant: Tenant, conversationId: string, body: string) =>
  tenant.call<Message>('POST', `/messaging/conversations/${conversationId}/send`, {
    clientId: randomUUID(),
    body,
  })

it('two workers whose clocks are 30 s apart send each of 200 replies once, though Twilio takes 5 s', async () => {
  await begin({ SEND_CONCURRENCY: '100' })
  await stack.addWorker(ahead)
  const tenants = await twilio.connect(4)
  await twilio.fault({ kind: 'slow', delayMs: 5000, times: null, match: { method: 'POST' } })
  const sent = await Promise.all(
    tenants.map(async (tenant) => {
      const conversations = await conversationsOf(tenant, conversationsPerOrg)
      expect(conversations).toHaveLength(conversationsPerOrg)
      const bodies = conversations.flatMap((id) => [`${id} first`, `${id} second`])
      await Promise.all(bodies.map((body) => reply(tenant, body.slice(0, 36), body)))
      return bodies
    }),
  )
  await waitFor(
    async () => {
      const { rows } = await database.query(
        `SELECT 1 FROM message WHERE direction = 'outbound' AND sid IS NULL`,
      )
      if (rows.length > 0) throw new Error(`${rows.length} have no sid`)
      return true
    },
    { timeoutMs: 90_000, what: 'a sid for each reply' },
  )
  for (const [index, tenant] of tenants.entries()) {
    const taken = await twilio.taken(tenant)
    expect(taken.map(({ body }) => body).toSorted()).toEqual(sent[index]?.toSorted())
    const { rows } = await database.query<{ sid: string; body: string }>(
      `SELECT sid, body FROM message WHERE direction = 'outbound' AND org_id = $1`,
      [tenant.orgId],
    )
    const shown = new Map(rows.map(({ sid, body }) => [sid, body]))
    expect(shown).toEqual(new Map(taken.map(({ sid, body }) => [sid, body])))
  }
}, 180_000)

it('the database’s clock says whether the window is open, and when a reply may leave', async () => {
  await begin({ NODE_OPTIONS: `--import ${clockAhead}`, CLOCK_AHEAD_MS: '86400000' })
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  const [conversationId] = await conversationsOf(tenant, 1)
  const message = await reply(tenant, conversationId ?? '', 'Still in time')
  const sid = await waitFor(
    async () => (await tenant.messagesOf(message.conversationId)).find(({ id }) => id === message.id)?.sid,
    { what: 'a sid' },
  )
  expect((await twilio.taken(tenant)).map((one) => one.sid)).toEqual([sid])
  await database.query(`UPDATE conversation SET last_inbound_at = now() - interval '24 hours 1 second'`)
  const path = `/messaging/conversations/${message.conversationId}/send`
  expect(await tenant.refusal('POST', path, { clientId: 'late', body: 'Too late' })).toMatchObject({
    status: 409,
    code: 'window_closed',
  })
})

it('a worker whose clock is half a day ahead gives up nothing that waits for its account', async () => {
  await begin({})
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  const [conversation] = await conversationsOf(tenant, 1)
  await stack.processes.worker.stop()
  await stack.addWorker({ ...ahead, env: { CLOCK_AHEAD_MS: String(13 * 3_600_000) } })
  const refusal = { kind: 'error', status: 401, code: 20003, message: 'Authenticate', times: null }
  await twilio.fault({ ...refusal, match: { method: 'POST', pathIncludes: tenant.account.accountSid } })
  const { id } = await reply(tenant, conversation ?? '', 'Wait for it')
  const alarm = `SELECT FROM chat_account WHERE org_id = $1 AND alarm_code = '20003'`
  await waitFor(async () => (await database.query(alarm, [tenant.orgId])).rowCount === 1, {
    what: 'an alarm',
  })
  const { rows } = await database.query('SELECT status::text FROM message WHERE id = $1', [id])
  expect(rows).toEqual([{ status: 'queued' }])
})
