import type { SearchAnswer } from '@cloudpa/contracts/search'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
let stranger: pg.Client
let tenant: Tenant
let other: Tenant
beforeAll(async () => {
  stack = await startStack({ env: { DATABASE_POOL: '4' } })
  stranger = new pg.Client({ connectionString: stack.databaseUrl })
  await stranger.connect()
  ;[tenant, other] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
  for (const one of [tenant, other]) {
    await one.receive({ Body: 'Beginning', ProfileName: 'Ann' })
    await waitUntilFound(one, 'beginning')
  }
})
afterEach(() => stranger.query('ROLLBACK'))
afterAll(async () => {
  await stranger.end()
  await stack.stop()
})

const search = (one: Tenant, q: string) => one.call<SearchAnswer>('GET', `/messaging/search?q=${q}`)
const waitUntilFound = (one: Tenant, q: string) =>
  waitFor(async () => (await search(one, q)).messages.length > 0, { what: q, timeoutMs: 30_000 })

/** A message that no event tells of. */
const addUnheard = ({ orgId }: Tenant, body: string) =>
  askDatabase(
    stack,
    `INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, position, occurred_at)
     SELECT org_id, gen_random_uuid(), id, chat_account_id, 'inbound', 'received', 'customer', $2, 1, now()
     FROM conversation WHERE org_id = $1`,
    [orgId, body],
  )

it('goes on in other orgs, and with what is old, while somebody holds a row of one', async () => {
  await stranger.query('BEGIN')
  await stranger.query('SELECT 1 FROM contact_text WHERE org_id = $1 FOR UPDATE', [tenant.orgId])
  await tenant.receive({ Body: 'Held', ProfileName: 'Bea' })
  await tenant.waitForStored(2)
  for (const one of [tenant, other]) await addUnheard(one, 'Unheard')
  await askDatabase(stack, 'UPDATE search_backfill SET done = false, before_id = NULL, before_org = NULL', [])
  await waitUntilFound(other, 'unheard')
  await other.receive({ Body: 'Meanwhile' })
  await waitUntilFound(other, 'meanwhile')
  // What it holds of the one org is a name.
  await waitUntilFound(tenant, 'unheard')
  expect((await search(tenant, 'bea')).people).toEqual([])
  await stranger.query('ROLLBACK')
  await waitUntilFound(tenant, 'held')
  await waitFor(async () => (await search(tenant, 'bea')).people.length === 1, { what: 'the new name' })
})

it('has no org wait for the rows that somebody holds of a dozen others', async () => {
  const held = await Tenant.createMany(
    stack,
    Array.from({ length: 12 }, () => ({})),
  )
  for (const [n, one] of held.entries()) {
    await one.receive({ Body: 'Beginning', ProfileName: `Dora ${n}` })
    await waitUntilFound(one, 'beginning')
  }
  await stranger.query('BEGIN')
  await stranger.query('SELECT 1 FROM contact_text WHERE org_id = ANY ($1) FOR UPDATE', [
    held.map(({ orgId }) => orgId),
  ])
  await Promise.all(held.map((one) => one.receive({ Body: 'Held', ProfileName: 'Bea' })))
  for (const word of ['quick', 'quicker', 'quickest']) {
    await other.receive({ Body: word })
    await waitFor(async () => (await search(other, word)).messages.length > 0, { what: word })
  }
  await stranger.query('ROLLBACK')
  await Promise.all(held.map((one) => waitUntilFound(one, 'held')))
})

it('loses nothing of what no event tells of, though it is killed as it meets that', async () => {
  await stack.processes.worker.stop()
  await addUnheard(other, 'Lost')
  await askDatabase(stack, 'UPDATE org_seq SET last = last + 3 WHERE org_id = $1', [other.orgId])
  await stranger.query('BEGIN; SELECT FROM search_backfill FOR UPDATE')
  await stack.processes.worker.start()
  const isMet = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND query LIKE '%UPDATE search_backfill%'`
  await waitFor(async () => (await askDatabase(stack, isMet, [])).length > 0, { what: 'a gap that is met' })
  await stack.processes.worker.kill('SIGKILL')
  await stranger.query('ROLLBACK')
  await stack.processes.worker.start()
  await waitUntilFound(other, 'lost')
})

it('reads a contact again for a new message, and not for what becomes of one', async () => {
  const own = await Tenant.create(stack)
  await own.receive({ Body: 'First', ProfileName: 'Cleo' })
  await waitUntilFound(own, 'first')
  const [conversation] = await own.conversations()
  await own.call('POST', `/messaging/conversations/${conversation?.id}/send`, {
    clientId: 'reply',
    body: 'Answer',
  })
  await waitUntilFound(own, 'answer')
  await askDatabase(stack, 'DELETE FROM contact_text WHERE org_id = $1', [own.orgId])
  // As when a report of the message comes.
  await askDatabase(
    stack,
    `WITH drawn AS (UPDATE org_seq SET last = last + 1 WHERE org_id = $1 RETURNING org_id, last)
     INSERT INTO org_event (org_id, seq, kind, conversation_id, message_id)
     SELECT org_id, last, 'message', m.conversation_id, m.id FROM drawn JOIN message m USING (org_id)
     WHERE direction = 'outbound'`,
    [own.orgId],
  )
  await own.call('POST', `/messaging/conversations/${conversation?.id}/star`, { starred: true })
  const upToDate = 'SELECT FROM org_seq JOIN search_cursor USING (org_id) WHERE org_id = $1 AND seq = last'
  await waitFor(async () => (await askDatabase(stack, upToDate, [own.orgId])).length === 1, {
    what: 'all that happened, folded',
  })
  expect((await search(own, 'cleo')).people).toEqual([])
  // A message of signs alone has no words to keep, and is new all the same.
  await own.receive({ Body: '?!', ProfileName: 'Cleo' })
  await waitFor(async () => (await search(own, 'cleo')).people.length === 1, { what: 'her again' })
})

it('leaves connections to everything else while searches wait for the database, and gives up in time', async () => {
  await stranger.query('BEGIN; LOCK TABLE message_text IN ACCESS EXCLUSIVE MODE')
  let answered = 0
  const asked = Array.from({ length: 6 }, () =>
    tenant.fetch('GET', '/messaging/search?q=beginning').finally(() => (answered += 1)),
  )
  const isHeld = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND query LIKE '%find_messages%'`
  await waitFor(async () => (await askDatabase(stack, isHeld, [])).length > 0, {
    what: 'a search that waits',
  })
  expect(await tenant.conversations()).toHaveLength(1)
  expect(answered).toBe(0)
  const first = await Promise.race(asked)
  expect(first.status).toBe(503)
  expect(await first.json()).toMatchObject({ error: { params: { reason: 'too_many_ask' } } })
  await stranger.query('ROLLBACK')
  await Promise.all(asked)
  expect((await search(tenant, 'beginning')).messages).toHaveLength(1)
})
