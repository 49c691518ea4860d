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
  expect((await search(tenant, 'held')).messages).toEqual([])
  await stranger.query('ROLLBACK')
  for (const word of ['held', 'unheard']) await waitUntilFound(tenant, word)
  expect((await search(tenant, 'bea')).people).toHaveLength(1)
})

it('reads a contact again for a new message, and not for what becomes of one', async () => {
  const own = await Tenant.create(stack)
  await own.receive({ Body: 'First', ProfileName: 'Cleo' })
  await waitUntilFound(own, 'first')
  await askDatabase(stack, 'DELETE FROM contact_text WHERE org_id = $1', [own.orgId])
  // As when a report of the message comes.
  await askDatabase(
    stack,
    `WITH drawn AS (UPDATE org_seq SET last = last + 1 WHERE org_id = $1 RETURNING org_id, last)
     INSERT INTO org_event (org_id, seq, kind, conversation_id, message_id)
     SELECT org_id, last, 'message', m.conversation_id, m.id FROM drawn JOIN message m USING (org_id)`,
    [own.orgId],
  )
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
    WHERE NOT granted AND query LIKE '%find_among_newest%'`
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
