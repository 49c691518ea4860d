import { randomUUID } from 'node:crypto'
import { createDoor, type Door } from '@cloudpa/db'
import { createTestDatabase, type TestDatabase } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foldNext } from '../src/search/fold-next.js'

// Step by step, how an org's texts are folded.

let database: TestDatabase
let admin: pg.Client
let door: Door
beforeAll(async () => {
  database = await createTestDatabase()
  admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  door = createDoor({ url: database.url, poolSize: 1 })
})
afterAll(async () => {
  await door.close()
  await admin.end()
  await database.drop()
})

/** An org of so many contacts, in which that has happened: as events by their numbers, of nobody by name. */
async function makeOrg(contacts: number, seqs: number[]): Promise<string> {
  const id = randomUUID()
  await admin.query(`
    INSERT INTO org (id, name, slug) VALUES ('${id}', 'Org', '${id}');
    INSERT INTO contact (org_id, id) SELECT '${id}', gen_random_uuid() FROM generate_series(1, ${contacts});
    INSERT INTO org_seq VALUES ('${id}', 0)`)
  await happen(id, seqs)
  return id
}

const happen = (orgId: string, seqs: number[]) =>
  admin.query(`
    INSERT INTO org_event (org_id, seq, kind) SELECT '${orgId}', seq, 'contact' FROM unnest('{${seqs.join()}}'::bigint[]) AS seq;
    UPDATE org_seq SET last = greatest(last, ${Math.max(0, ...seqs)}) WHERE org_id = '${orgId}'`)

const step = (orgId: string, isGapKnown = false) =>
  door.forOrg(orgId, (tx) => foldNext(tx, orgId, isGapKnown))

/** How many contacts the walk has gone past; undefined when none is under way. */
async function walkedIn(orgId: string): Promise<number | undefined> {
  const { rows } = await admin.query<{ after: string | null; count: number }>(
    `SELECT contacts_after AS after, (SELECT count(*)::int FROM contact WHERE org_id = $1 AND id <= contacts_after) AS count
     FROM search_cursor WHERE org_id = $1`,
    [orgId],
  )
  return rows[0]?.after ? rows[0].count : undefined
}

it('walks over all contacts to the end, however often they change meanwhile, and then once more', async () => {
  const org = await makeOrg(600, [])
  const walked: (number | undefined)[] = []
  for (const seqs of [[], [1], [2], [], [], []]) {
    if (seqs.length > 0) await happen(org, seqs)
    await step(org)
    walked.push(await walkedIn(org))
  }
  expect(walked).toEqual([250, 500, 0, 250, 500, undefined])
})

it.each([
  ['at the beginning', [2, 3]],
  ['in the midst', [1, 3]],
])('sees that events are gone %s, and passes over that once it is known', async (_, seqs) => {
  const org = await makeOrg(1, seqs)
  expect(await step(org)).toEqual({ isMore: true, isGap: true })
  expect(await step(org, true)).toMatchObject({ isGap: true })
  expect(await step(org)).toEqual({ isMore: false, isGap: false })
})
