import { randomBytes, randomUUID } from 'node:crypto'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packedPng } from './make-files.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { upload } from './upload-file.js'

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

type CatchUp = NonNullable<ChatAccount['catchUp']>

const path = (tenant: Tenant) => `/chat-accounts/${tenant.chatAccountId}`

/** Has a number compared until what was found is old enough to be judged. */
async function reconcile(tenant: Tenant): Promise<CatchUp> {
  const catchUpOf = async () => (await tenant.call<ChatAccount>('GET', path(tenant))).catchUp
  const due = 'SELECT FROM catch_up WHERE org_id = $1 AND due_at < clock_timestamp() + interval $$1 minute$$'
  for (;;) {
    const before = await catchUpOf()
    await tenant.call('POST', `${path(tenant)}/reconcile`, {})
    const now = await waitFor(
      async () => {
        const next = await catchUpOf()
        return next?.checkedAt !== before?.checkedAt && !next?.running && next
      },
      { what: 'the end of a comparison', timeoutMs: 60_000 },
    )
    if ((await database.query(due, [tenant.orgId])).rowCount === 0) return now
  }
}

/** A conversation of a number that was compared before. */
async function begin(): Promise<{ tenant: Tenant; id: string; send: string }> {
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  await twilio.write(tenant, '+15005550006', 'Are you there?')
  await tenant.waitForStored(1)
  // A message counts once it is old enough that nothing may come before it any more.
  await waitFor(async () => (await reconcile(tenant)).checked === 1, { what: 'that it counts' })
  await database.query(`UPDATE chat_account SET created_at = now() - interval '1 day' WHERE org_id = $1`, [
    tenant.orgId,
  ])
  const [conversation] = await tenant.conversations()
  const id = conversation?.id ?? ''
  return { tenant, id, send: `/messaging/conversations/${id}/send` }
}

interface Row {
  id: string
  status: string
  sid: string | null
  error_code: string | null
}

const rowOf = async (id: string) =>
  (await database.query<Row>('SELECT id, status::text, sid, error_code FROM message WHERE id = $1', [id]))
    .rows[0] as Row

const sidOf = (id: string) => waitFor(async () => (await rowOf(id)).sid, { what: 'a sid' })

/** A message whose answer was lost: Twilio took it, and nobody here knows. */
async function loseAnswer(id: string): Promise<string> {
  const sid = await sidOf(id)
  await database.query(
    `UPDATE message SET sid = NULL, status = 'sending', next_attempt_at = now() + interval '10 minutes' WHERE id = $1`,
    [id],
  )
  return sid
}

/** A message that was given up an hour ago, though Twilio took it or not. */
const giveUp = (id: string, minutesAgo: number) =>
  database.query(
    `UPDATE message SET sid = NULL, status = 'failed', error_code = '20500', failed_at = t.at, occurred_at = t.at,
       position = (extract(epoch FROM t.at) * 1000000)::bigint, claimed_at = t.at, first_claimed_at = t.at,
       next_attempt_at = t.at + interval '40 seconds', sent_at = NULL, attempts = 5
     FROM (SELECT now() - $2 * interval '1 minute' AS at) AS t WHERE id = $1`,
    [id, minutesAgo],
  )

const settleNow = (ids: string[]) =>
  database.query('UPDATE message SET next_attempt_at = now() WHERE id = ANY($1) AND sid IS NULL', [ids])

it('a lost answer goes to the message that would be sent again, and not to an older one that was given up', async () => {
  const { tenant, send } = await begin()
  const write = (body: string) => tenant.call<Message>('POST', send, { clientId: randomUUID(), body })
  const old = await write('Something else')
  await sidOf(old.id)
  await giveUp(old.id, 60)
  await database.query(`UPDATE message SET body = 'Twice' WHERE id = $1`, [old.id])
  const live = await write('Twice')
  const sid = await loseAnswer(live.id)

  // The one that is added is what the older one had said in truth; ours was never missing.
  expect(await reconcile(tenant)).toMatchObject({ checked: 3, recovered: { count: 1 } })
  expect(await rowOf(live.id)).toMatchObject({ sid })
  expect(await rowOf(old.id)).toMatchObject({ sid: null, status: 'failed' })
  await settleNow([live.id])
  const after = await write('The next one')
  await sidOf(after.id)
  expect((await twilio.taken(tenant)).filter(({ body }) => body === 'Twice')).toHaveLength(1)
})

it('what was given up and left all the same says so, with its status asked for', async () => {
  const { tenant, id, send } = await begin()
  const { id: messageId } = await tenant.call<Message>('POST', send, {
    clientId: randomUUID(),
    body: 'Moved',
  })
  await sidOf(messageId)
  await giveUp(messageId, 20)
  await database.query(`UPDATE message SET body = 'Left after all' WHERE id = $1`, [messageId])
  const [sid, another] = Array.from({ length: 2 }, () => `SM${randomBytes(16).toString('hex')}`)
  const at = (minutesAgo: number) =>
    `${new Date(Date.now() - minutesAgo * 60_000).toISOString().slice(0, 19)}Z`
  await twilio.call('POST', '/history', {
    accountSid: tenant.account.accountSid,
    to: tenant.account.externalPhoneId,
    from: '+15005550006',
    messages: [
      { direction: 'outbound', at: at(19.7), body: 'Left after all', sid, status: 'sent' },
      // It was no longer tried by then.
      { direction: 'outbound', at: at(5), body: 'Left after all', sid: another, status: 'sent' },
    ],
  })
  await reconcile(tenant)
  const open = 'SELECT FROM message WHERE id = $1 AND status_asked_at IS NOT NULL'
  expect(await rowOf(messageId)).toEqual({ id: messageId, status: 'sent', sid, error_code: null })
  expect((await database.query(open, [messageId])).rowCount).toBe(1)
  const shown = (await tenant.everyMessage(id)).filter(({ content }) => content.body === 'Left after all')
  expect(shown.map((one) => [one.sid, one.failedAt])).toEqual([
    [sid, null],
    [another, null],
  ])
})

it('of two photographs nobody says which is the one that is found', async () => {
  const { tenant, id, send } = await begin()
  const photograph = async (side: number) => {
    const file = { content: packedPng(side, side), contentType: 'image/png', name: 'a.png' }
    const media = [await upload(stack, tenant, file)]
    const content = { kind: 'image', v: 1, body: '', media }
    return tenant.call<Message>('POST', send, { clientId: randomUUID(), content })
  }
  const ids: string[] = []
  for (const side of [8, 9]) {
    ids.push((await photograph(side)).id)
    await sidOf(ids.at(-1) ?? '')
  }
  for (const each of ids) await loseAnswer(each)
  for (const _ of [1, 2]) expect(await reconcile(tenant)).toMatchObject({ checked: 1, recovered: null })
  expect((await Promise.all(ids.map(rowOf))).map(({ sid }) => sid)).toEqual([null, null])
  expect(await tenant.everyMessage(id)).toHaveLength(3)
  await settleNow(ids)
  const settled = () => Promise.all(ids.map(async (each) => (await rowOf(each)).status))
  await expect.poll(settled, { timeout: 20_000 }).toEqual(['unconfirmed', 'unconfirmed'])
  expect(await reconcile(tenant)).toMatchObject({ checked: 3, recovered: { count: 2 } })
  expect(await twilio.taken(tenant)).toHaveLength(2)
  // Both are shown as what they are, though nobody knows by whose hand.
  expect(await tenant.everyMessage(id)).toHaveLength(5)
})

it('what the list says of an attempt says nothing of the one after it', async () => {
  const { tenant, send } = await begin()
  const body = 'Taken twice'
  const { id } = await tenant.call<Message>('POST', send, { clientId: randomUUID(), body })
  const sid = await sidOf(id)
  await twilio.report(sid, 'sent')
  await expect.poll(async () => (await rowOf(id)).status).toBe('sent')
  const inVain = { status: 'failed', errorCode: 63024, callbackUrl: 'http://127.0.0.1:9/' }
  await twilio.call('POST', `/messages/${sid}/status`, inVain)
  const holder = new pg.Client({ connectionString: stack.databaseUrl })
  await holder.connect()
  try {
    await holder.query('BEGIN')
    await holder.query('UPDATE message SET sid = $2 WHERE id = $1', [id, `${sid.slice(0, -4)}next`])
    const compared = reconcile(tenant)
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%known_sid%'`
    await waitFor(async () => (await database.query(waiting)).rowCount === 1, { what: 'a repair' })
    await holder.query('COMMIT')
    await compared
  } finally {
    await holder.end()
  }
  expect(await rowOf(id)).toMatchObject({ status: 'sent', error_code: null })
})
