import type { ConversationPage, CountsAnswer } from '@cloudpa/contracts/conversations'
import type { Label } from '@cloudpa/contracts/labels'
import { startStack, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCustomers } from './add-customers.js'
import { countRowsRead } from './count-rows-read.js'
import { memberIdOf, newMember } from './browser.js'
import { withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ worker: false })
})
afterAll(() => stack?.stop())

const customers = 5_000

/** How many rows of conversations some work reads. */
async function readBy(client: pg.Client, work: () => Promise<unknown>): Promise<number> {
  // As PostgreSQL does by itself where so much has changed.
  await client.query('VACUUM ANALYZE')
  const [read] = await countRowsRead(stack, client, ['conversation'], work)
  return read ?? 0
}

it('frees what a removed member was to answer, and reads none of another’s', async () => {
  const [small, big] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
  const ann = await small.owner()
  const bob = await newMember(ann, 'member')
  const bobId = await memberIdOf(ann, bob.email)
  await withDatabase(stack, async (client) => {
    await addCustomers(client, small, 60)
    await addCustomers(client, big, customers)
    await client.query(
      `UPDATE conversation SET assignee_id = $2, state = (CASE last_position % 2 WHEN 0 THEN 'done' ELSE 'open' END)::conversation_state
       WHERE org_id = $1`,
      [small.orgId, bobId],
    )
    const read = await readBy(client, async () => {
      expect((await ann.ask('DELETE', `/api/v1/members/${bobId}`)).status).toBe(204)
    })
    const left = 'SELECT 1 FROM conversation WHERE assignee_id = $1'
    expect((await client.query(left, [bobId])).rows).toEqual([])
    expect(read).toBeGreaterThanOrEqual(60)
    expect(read).toBeLessThan(1_000)
  })
})

it('counts and lists those of nobody without the rows of those who are assigned, however many are', async () => {
  const tenant = await Tenant.create(stack)
  const ann = await tenant.owner()
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant, customers)
    const labels = `INSERT INTO label (org_id, id, name, color)
      SELECT $1, gen_random_uuid(), 'Label ' || n, 'red' FROM generate_series(1, 3) AS n`
    await client.query(labels, [tenant.orgId])
    await client.query(
      `UPDATE conversation SET assignee_id = CASE WHEN last_position <> 4000 THEN $2::uuid END,
         labels = (SELECT array_agg(id) FROM label WHERE org_id = $1)
       WHERE org_id = $1`,
      [tenant.orgId, await memberIdOf(ann, ann.email)],
    )
    const read = await readBy(client, async () => {
      for (let asked = 0; asked < 5; asked += 1) {
        const { counts } = (await ann.get<CountsAnswer>('/api/v1/messaging/counts')).body
        expect(counts).toMatchObject({ all: 1_000, mine: 1_000, unassigned: 1 })
        expect(Object.values(counts.labels ?? {})).toEqual([200, 200, 200])
        const path = '/api/v1/messaging/conversations?filter=unassigned'
        expect((await ann.get<ConversationPage>(path)).body.items).toHaveLength(1)
      }
    })
    // Of what the vacuum has been over, only the one that is listed.
    expect(read).toBeLessThan(1_000)
  })
})

it('reads the rows of a filter that have a label, however many others have it', async () => {
  const tenant = await Tenant.create(stack)
  const ann = await tenant.owner()
  const { id: label } = await tenant.call<Label>('POST', '/labels', { name: 'Commission', color: 'red' })
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant, customers)
    // The oldest of all, who are found last among those with the label.
    const closing = `(extract(epoch FROM now() - interval '23 hours') * 1000000)::bigint + last_position`
    await client.query(
      `UPDATE conversation SET labels = ARRAY[$2::uuid], last_position = ${closing} + (last_position > 60)::int * 7200000000,
         last_inbound_position = (last_position <= 60)::int * (${closing}), unread_count = (last_position <= 60)::int,
         assignee_id = CASE WHEN last_position <= 60 THEN $3::uuid END
       WHERE org_id = $1`,
      [tenant.orgId, label, await memberIdOf(ann, ann.email)],
    )
    const read = await readBy(client, async () => {
      for (const filter of ['unread', 'mine', 'waiting', 'closing']) {
        const path = `/api/v1/messaging/conversations?filter=${filter}&label=${label}&limit=50`
        const first = (await ann.get<ConversationPage>(path)).body
        const second = (await ann.get<ConversationPage>(`${path}&cursor=${first.nextCursor}`)).body
        expect([filter, first.items.length, second.items.length]).toEqual([filter, 50, 10])
      }
    })
    expect(read).toBeGreaterThanOrEqual(240)
    expect(read).toBeLessThan(1_000)
  })
})
