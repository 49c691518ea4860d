import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { postForm } from './post-form.js'
import { SimulatedTwilio, type SimulatedMessage } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { TwilioFront } from './twilio-front.js'

let stack: Stack
let front: TwilioFront
let twilio: SimulatedTwilio
let database: pg.Client
let holder: pg.Client

beforeAll(async () => {
  front = await TwilioFront.start()
  const env = { TWILIO_API_BASE_URL: front.url, TWILIO_TIMEOUT_MS: '60000' }
  stack = await startStack({ simulator: true, env })
  front.target = stack.simulatorUrl
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  database = new pg.Client({ connectionString: stack.databaseUrl })
  holder = new pg.Client({ connectionString: stack.databaseUrl })
  await Promise.all([database.connect(), holder.connect()])
})
afterEach(() => holder.query('ROLLBACK'))
afterAll(async () => {
  await database?.end()
  await holder?.end()
  await stack?.stop()
  front?.stop()
})

/** A reply that Twilio took, and that waits for its answer until `letGo`. */
async function takenInSilence() {
  let letGo = () => {}
  const silence = new Promise<void>((done) => (letGo = done))
  front.through = async ({ method }, pass) => {
    const answer = await pass()
    if (method === 'POST') await silence
    return answer
  }
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  await twilio.write(tenant, '+15005550006', 'Are you there?')
  const [inbound] = await tenant.waitForInbound(1)
  const path = `/messaging/conversations/${inbound?.conversationId}/send`
  const { id } = await tenant.call<Message>('POST', path, { clientId: randomUUID(), body: 'Yes' })
  const taken = await waitFor(async () => (await twilio.taken(tenant))[0])
  return { tenant, id, taken, letGo: () => letGo() }
}

/** Writes, and does not commit, that Twilio took a message under this sid and gave it up, so that it goes back in line. */
async function putBack({ orgId, chatAccountId }: Tenant, id: string, sid: string): Promise<void> {
  await holder.query('BEGIN')
  await holder.query(
    `UPDATE message SET status = 'queued', sid = NULL, error_code = '63018', failed_at = now(),
       next_attempt_at = now() + interval '10 minutes' WHERE id = $1`,
    [id],
  )
  await holder.query(`INSERT INTO spent_sid VALUES ($1, $2, $3, $4, '63018', now())`, [
    orgId,
    chatAccountId,
    sid,
    id,
  ])
}

/** Commits it once somebody waits for that. */
async function commitOnceAwaited(): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
  await waitFor(async () => (await database.query(waiting)).rowCount === 1, {
    everyMs: 10,
    timeoutMs: 20_000,
    what: 'somebody who waits',
  })
  await holder.query('COMMIT')
}

const rowOf = async (id: string) =>
  (await database.query<{ status: string }>('SELECT status::text, sid FROM message WHERE id = $1', [id]))
    .rows[0]

it('an acceptance that comes after its failure does not bring back the sid that failed', async () => {
  const { tenant, id, taken, letGo } = await takenInSilence()
  await putBack(tenant, id, taken.sid)
  letGo()
  await commitOnceAwaited()
  // The conversation goes on once the answer was read, and finds that its turn is not yet.
  await waitFor(async () => (await idle()).rowCount === 0, { what: 'nobody who writes' })
  expect(await rowOf(id)).toEqual({ status: 'queued', sid: null })
})

it('a report that comes after its failure does not bring back the sid that failed', async () => {
  const { tenant, id, taken, letGo } = await takenInSilence()
  await putBack(tenant, id, taken.sid)
  await report(tenant, taken, 'sent')
  await commitOnceAwaited()
  const due = `SELECT FROM webhook_due WHERE org_id = $1 AND kind = 'status'`
  await waitFor(async () => (await database.query(due, [tenant.orgId])).rowCount === 0, { what: 'its end' })
  expect(await rowOf(id)).toEqual({ status: 'queued', sid: null })
  letGo()
})

const idle = () =>
  database.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
  )

async function report(tenant: Tenant, { sid, statusCallback }: SimulatedMessage, status: string) {
  const { accountSid, externalPhoneId: From } = tenant.account
  const form = new URLSearchParams({ MessageSid: sid, MessageStatus: status, AccountSid: accountSid, From })
  const answer = await postForm(statusCallback ?? '', form.toString(), tenant.account)
  expect(answer.status).toBe(200)
}
