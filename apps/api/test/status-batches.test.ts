import { randomUUID } from 'node:crypto'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { loseQueue } from './database.js'
import { postForm } from './post-form.js'
import { SimulatedTwilio, type SimulatedMessage } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const perOrg = 20

let stack: Stack
let twilio: SimulatedTwilio
let stranger: pg.Client
beforeAll(async () => {
  stack = await startStack({ simulator: true, env: { SWEEP_INTERVAL_MS: '300', SWEEP_AGE_MS: '500' } })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  stranger = new pg.Client({ connectionString: stack.databaseUrl })
  await stranger.connect()
})
afterEach(() => stranger.query('ROLLBACK'))
afterAll(async () => {
  await stranger.end()
  await stack.stop()
})

/** Posts a report as Twilio does; an address that names the message has the report find it without its sid. */
async function report(tenant: Tenant, { sid, statusCallback }: SimulatedMessage, status: string) {
  const { accountSid, externalPhoneId } = tenant.account
  const form = new URLSearchParams({
    MessageSid: sid,
    MessageStatus: status,
    AccountSid: accountSid,
    From: externalPhoneId,
  })
  if (status === 'failed') form.set('ErrorCode', '63024')
  const answer = await postForm(statusCallback ?? '', form.toString(), tenant.account)
  expect(answer.status).toBe(200)
}

interface Waiting {
  tenant: Tenant
  taken: SimulatedMessage[]
}

/** Orgs, each with replies at Twilio of which these reports wait, in this order, for a worker that comes later. */
async function tenantsWithReports(count: number, reports: string[]): Promise<Waiting[]> {
  const tenants = await twilio.connect(count)
  const all = await Promise.all(
    tenants.map(async (tenant) => {
      await twilio.write(tenant, '+15005550006', 'Are you there?')
      const [inbound] = await tenant.waitForInbound(1)
      const path = `/messaging/conversations/${inbound?.conversationId}/send`
      for (let index = 0; index < perOrg; index += 1)
        await tenant.call('POST', path, { clientId: randomUUID(), body: 'Yes' })
      const taken = await waitFor(
        async () => {
          const there = await twilio.taken(tenant)
          return there.length === perOrg && there
        },
        { timeoutMs: 30_000, what: 'replies at Twilio' },
      )
      return { tenant, taken }
    }),
  )
  // The answers of Twilio are written by then, too.
  await waitFor(async () => (await open('sid IS NULL')) === 0)
  await stack.processes.worker.stop()
  for (const status of reports) {
    for (const { tenant, taken } of all)
      await Promise.all(taken.map((message) => report(tenant, message, status)))
  }
  await loseQueue(stack)
  return all
}

async function open(condition: string, values: unknown[] = []): Promise<number> {
  const { rowCount } = await stranger.query(
    `SELECT FROM message WHERE direction = 'outbound' AND ${condition}`,
    values,
  )
  return rowCount ?? 0
}

async function eventsOf({ orgId }: Tenant): Promise<number> {
  const { rows } = await stranger.query<{ last: number }>('SELECT last::int FROM org_seq WHERE org_id = $1', [
    orgId,
  ])
  return rows[0]?.last ?? 0
}

const ended = (tenant: Tenant, count: number, status: string) =>
  waitFor(
    async () => {
      const wrong = perOrg - (await open(`org_id = $1 AND status = '${status}'`, [tenant.orgId]))
      if (wrong !== perOrg - count) throw new Error(`${wrong} are not ${status}`)
      return true
    },
    { timeoutMs: 20_000, what: `${count} messages ${status}` },
  )

it('reports that waited together make one event for each message, and each time it was known', async () => {
  const [{ tenant }] = (await tenantsWithReports(1, ['failed', 'sent', 'delivered', 'sending', 'read'])) as [
    Waiting,
  ]
  const before = await eventsOf(tenant)
  await stack.processes.worker.start()
  await ended(tenant, perOrg, 'read')
  expect(await eventsOf(tenant)).toBe(before + perOrg)
  // A report that was overtaken when it came says nothing of a time, as if the two had been merged apart.
  const known = `org_id = $1 AND failed_at < delivered_at AND delivered_at < read_at AND sent_at IS NULL
    AND error_code IS NULL`
  expect(await open(known, [tenant.orgId])).toBe(perOrg)
})

it('one report that can’t be merged is set aside, and the others of its batch go in', async () => {
  const [one, other] = (await tenantsWithReports(2, ['delivered', 'read'])) as [Waiting, Waiting]
  const spoil = `UPDATE webhook_event SET status = $2 WHERE kind = 'status' AND sid = $1 AND status = $3`
  const sid = one.taken[7]?.sid
  await stranger.query(spoil, [sid, 'nonsense', 'read'])
  await stack.processes.worker.start()
  await ended(other.tenant, perOrg, 'read')
  await ended(one.tenant, perOrg - 1, 'read')
  await ended(one.tenant, 1, 'delivered')
  const aside = `SELECT FROM webhook_event JOIN webhook_due USING (position) WHERE sid = $1 AND attempts > 0 AND error LIKE '%nonsense%'`
  await waitFor(async () => (await stranger.query(aside, [sid])).rowCount === 1)
  await stranger.query(spoil, [sid, 'read', 'nonsense'])
  await stranger.query('UPDATE webhook_due SET next_attempt_at = now()')
  await ended(one.tenant, perOrg, 'read')
})

it('who holds a message, or an org, holds up that alone', async () => {
  const [one, another, third] = (await tenantsWithReports(3, ['delivered'])) as [Waiting, Waiting, Waiting]
  await stranger.query('BEGIN')
  await stranger.query('SELECT FROM message WHERE org_id = $1 AND sid = $2 FOR UPDATE', [
    one.tenant.orgId,
    one.taken[7]?.sid,
  ])
  await stranger.query('SELECT FROM org_seq WHERE org_id = $1 FOR UPDATE', [another.tenant.orgId])
  await stack.processes.worker.start()
  await ended(third.tenant, perOrg, 'delivered')
  await ended(one.tenant, perOrg - 1, 'delivered')
  expect(await open(`org_id = $1 AND status = 'delivered'`, [another.tenant.orgId])).toBe(0)
  const { rows: tried } = await stranger.query('SELECT DISTINCT attempts FROM webhook_due')
  expect(tried).toEqual([{ attempts: 0 }])
  await stranger.query('ROLLBACK')
  await ended(one.tenant, perOrg, 'delivered')
  await ended(another.tenant, perOrg, 'delivered')
})

it('a message takes one sid, though reports name two, and no other message’s', async () => {
  const [{ tenant, taken }] = (await tenantsWithReports(1, [])) as [Waiting]
  const [one, other, third, fourth] = taken as [
    SimulatedMessage,
    SimulatedMessage,
    SimulatedMessage,
    SimulatedMessage,
  ]
  const forget = `UPDATE message SET sid = NULL, status = 'unconfirmed' WHERE org_id = $1 AND sid = $2`
  for (const { sid } of [one, third, fourth]) await stranger.query(forget, [tenant.orgId, sid])
  await report(tenant, { ...one, sid: other.sid }, 'delivered')
  await report(tenant, { ...one, sid: `${one.sid}again` }, 'sent')
  await report(tenant, one, 'read')
  // Two that want the same one: who comes first has it.
  await report(tenant, { ...third, sid: 'SMboth' }, 'delivered')
  await report(tenant, { ...fourth, sid: 'SMboth' }, 'read')
  await loseQueue(stack)
  await stack.processes.worker.start()
  await waitFor(async () => {
    const left = await stranger.query(`SELECT FROM webhook_due WHERE kind = 'status'`)
    return left.rowCount === 0
  })
  const { rows } = await stranger.query<{ sid: string | null; status: string }>(
    `SELECT sid, status::text FROM message WHERE org_id = $1 AND id = ANY($2::uuid[])`,
    [
      tenant.orgId,
      [one, other, third, fourth].map(({ statusCallback }) =>
        new URL(statusCallback ?? '').searchParams.get('message'),
      ),
    ],
  )
  const shown = new Map(rows.map(({ sid, status }) => [sid, status]))
  expect(shown).toEqual(
    new Map<string | null, string>([
      [`${one.sid}again`, 'sent'],
      [other.sid, 'sending'],
      ['SMboth', 'delivered'],
      [null, 'unconfirmed'],
    ]),
  )
})
