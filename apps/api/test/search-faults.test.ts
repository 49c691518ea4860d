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
  await addUnheard(other, 'Unheard')
  await askDatabase(stack, 'UPDATE search_backfill SET done = false, before_id = NULL, before_org = NULL', [])
  await waitUntilFound(other, 'unheard')
  await other.receive({ Body: 'Meanwhile' })
  await waitUntilFound(other, 'meanwhile')
  expect((await search(tenant, 'held')).messages).toEqual([])
  await stranger.query('ROLLBACK')
  await waitUntilFound(tenant, 'held')
  expect((await search(tenant, 'bea')).people).toHaveLength(1)
})
