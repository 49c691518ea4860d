import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '@cloudpa/contracts/messages'
import {
  startPrivatePostgres,
  startStack,
  waitFor,
  type PrivatePostgres,
  type Stack,
} from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { postForm } from './post-form.js'
import { SimulatedTwilio, type SimulatedMessage } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const messageCount = 100
/** What Twilio may report of one message, and what it then is. */
const lives: [words: string[], end: Message['status']][] = [
  [['queued', 'sending', 'sent', 'delivered', 'read'], 'read'],
  [['queued', 'sending', 'sent', 'delivered', 'sent'], 'delivered'],
  [['accepted', 'queued', 'sending', 'sent', 'failed'], 'failed'],
  [['queued', 'sent', 'undelivered', 'sending', 'delivered'], 'delivered'],
]

let postgres: PrivatePostgres
let stack: Stack
let twilio: SimulatedTwilio
let tenant: Tenant
beforeAll(async () => {
  postgres = await startPrivatePostgres()
  stack = await startStack({ databaseUrl: postgres.url, simulator: true })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  ;[tenant] = (await twilio.connect(1)) as [Tenant]
})
afterAll(async () => {
  await stack?.stop()
  await postgres?.remove()
})

/** The same on every run. */
function shuffle<T>(items: T[]): T[] {
  let state = 4711
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  return items
    .map((item) => [random(), item] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, item]) => item)
}

/** Posts as Twilio does with our overrides, only more patiently: until it is acknowledged. */
async function report({ sid, statusCallback }: SimulatedMessage, status: string): Promise<void> {
  const { accountSid, authToken, externalPhoneId } = tenant.account
  const form = new URLSearchParams({
    MessageSid: sid,
    MessageStatus: status,
    AccountSid: accountSid,
    From: externalPhoneId,
    ...(status === 'failed' || status === 'undelivered' ? { ErrorCode: '63024' } : {}),
  })
  await waitFor(
    async () =>
      (await postForm(statusCallback ?? '', form.toString(), { authToken }).catch(() => undefined))
        ?.status === 200,
    { what: 'an acknowledgement', timeoutMs: 60_000 },
  )
}

it(`${messageCount * 5} reports in any order end in the truth, though the worker is killed and the database goes away`, async () => {
  for (let index = 0; index < 20; index += 1) await twilio.write(tenant, `+15005550${100 + index}`, 'Hello')
  await tenant.waitForInbound(20)
  for (const { id } of await tenant.conversations()) {
    for (let index = 0; index < messageCount / 20; index += 1) {
      await tenant.call('POST', `/messaging/conversations/${id}/send`, {
        clientId: randomUUID(),
        body: 'Yes',
      })
    }
  }
  await waitFor(async () => (await twilio.taken(tenant)).length === messageCount, { timeoutMs: 60_000 })
  const taken = await twilio.taken(tenant)
  expect(taken.every(({ statusCallback }) => statusCallback?.endsWith('#rc=5&rp=all'))).toBe(true)
  // Every third as if its worker had died before it wrote Twilio's answer: the report is the first to tell its sid.
  const forget = `
    UPDATE message SET sid = NULL, status = 'sending', next_attempt_at = now() + interval '10 minutes'
    WHERE direction = 'outbound' AND sid = ANY($1)`
  const forgotten = taken.filter((_, index) => index % 3 === 0).map(({ sid }) => sid)
  await withDatabase(stack, async (client) => {
    const isAnswered = `SELECT FROM message WHERE direction = 'outbound' AND sid IS NOT NULL`
    await waitFor(async () => (await client.query(isAnswered)).rowCount === messageCount)
    await client.query(forget, [forgotten])
  })
  const lifeOf = (index: number) => lives[index % lives.length] as (typeof lives)[number]
  const reports = shuffle(
    taken.flatMap((message, index) => lifeOf(index)[0].map((status) => ({ message, status }))),
  )

  const posting = Promise.all(
    Array.from({ length: 10 }, async (_, lane) => {
      for (const [at, { message, status }] of reports.entries()) {
        if (at % 10 !== lane) continue
        await report(message, status)
        await sleep(40)
      }
    }),
  )
  for (let round = 0; round < 4; round += 1) {
    await stack.processes.worker.kill('SIGKILL')
    if (round === 2) {
      await postgres.stop()
      await postgres.start()
    }
    await stack.processes.worker.start()
  }
  await posting

  const ends = new Map(taken.map(({ sid }, index) => [sid, lifeOf(index)[1]]))
  await waitFor(
    async () => {
      const { rows } = await withDatabase(stack, (client) =>
        client.query<{ sid: string; status: Message['status'] }>(
          `SELECT sid, status::text FROM message WHERE org_id = $1 AND direction = 'outbound'`,
          [tenant.orgId],
        ),
      )
      const wrong = rows.filter(({ sid, status }) => ends.get(sid) !== status)
      if (wrong.length > 0) throw new Error(`${wrong.length} are wrong, such as ${JSON.stringify(wrong[0])}`)
      return rows.length === messageCount
    },
    { what: 'the truth', timeoutMs: 60_000 },
  )
  expect(await twilio.taken(tenant)).toHaveLength(messageCount)
}, 240_000)

it('a report that is faster than our own commit waits for its message', async () => {
  const { accountSid, authToken, externalPhoneId } = tenant.account
  const form = new URLSearchParams({
    MessageSid: 'SMearly',
    MessageStatus: 'delivered',
    AccountSid: accountSid,
    From: externalPhoneId,
  })
  const address = `${stack.apiUrl}/api/v1/messaging/webhook/whatsapp/status`
  expect((await postForm(address, form.toString(), { authToken })).status).toBe(200)
  const tried = `SELECT FROM webhook_event JOIN webhook_due USING (position) WHERE sid = 'SMearly' AND attempts > 0`
  await withDatabase(stack, async (client) => {
    await waitFor(async () => (await client.query(tried)).rowCount === 1)
    const { rows } = await client.query<{ id: string }>(
      `UPDATE message SET sid = 'SMearly', status = 'sent' WHERE org_id = $1 AND id = (
         SELECT id FROM message WHERE org_id = $1 AND direction = 'outbound' LIMIT 1) RETURNING id`,
      [tenant.orgId],
    )
    const read = `SELECT FROM message WHERE id = $1 AND status = 'delivered' AND delivered_at IS NOT NULL`
    await waitFor(async () => (await client.query(read, [rows[0]?.id])).rowCount === 1, { timeoutMs: 20_000 })
  })
})
