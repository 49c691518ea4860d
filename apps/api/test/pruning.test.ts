import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loseQueue, withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    env: { SWEEP_INTERVAL_MS: '100', WEBHOOK_RETENTION_DAYS: '2', EVENT_RETENTION_DAYS: '2' },
  })
})
afterAll(() => stack?.stop())

it('removes what was kept long enough, and nothing that is young, not done or still known by its message', async () => {
  const ann = await Tenant.create(stack)
  for (const sid of ['SMold', 'SMstuck', 'SMyoung']) await ann.receive({ MessageSid: sid })
  await ann.waitForInbound(3)
  const sids = () =>
    withDatabase(stack, async (client) => {
      const { rows } = await client.query<{ sid: string }>('SELECT sid FROM webhook_event ORDER BY position')
      return rows.map(({ sid }) => sid)
    })
  const events = () =>
    withDatabase(stack, async (client) => {
      const { rows } = await client.query<{ seq: string }>(
        'SELECT seq FROM org_event WHERE org_id = $1 ORDER BY seq',
        [ann.orgId],
      )
      return rows.map(({ seq }) => Number(seq))
    })
  const before = await events()
  await withDatabase(stack, async (client) => {
    await client.query(`
      WITH old AS (
        UPDATE webhook_event SET received_at = now() - interval '3 days' WHERE sid IN ('SMold', 'SMstuck') RETURNING *
      )
      INSERT INTO webhook_due (position, org_id, kind, received_at, next_attempt_at)
      SELECT position, org_id, kind, received_at, now() + interval '1 day' FROM old WHERE sid = 'SMstuck'`)
    await client.query(`UPDATE org_event SET at = now() - interval '3 days' WHERE org_id = $1 AND seq < $2`, [
      ann.orgId,
      before.at(-1),
    ])
  })
  await waitFor(async () => (await sids()).length === 2 && (await events()).length === 1)
  expect(await sids()).toEqual(['SMstuck', 'SMyoung'])
  expect(await events()).toEqual(before.slice(-1))

  await ann.receive({ MessageSid: 'SMold', Body: 'again' })
  await ann.receive({ MessageSid: 'SMnew', Body: 'after it' })
  const inbox = await ann.waitForInbound(4)
  expect(inbox.map(({ sid }) => sid)).toEqual(['SMold', 'SMstuck', 'SMyoung', 'SMnew'])
  expect((await events()).at(-1)).toBe((before.at(-1) ?? 0) + 1)
})

it('removes what is due of an org that is gone, and no sweep takes it up', async () => {
  await withDatabase(stack, async (client) => {
    const ann = await Tenant.create(stack)
    await stack.processes.worker.stop()
    await client.query(`
      INSERT INTO webhook_due (position, org_id, kind, received_at)
      VALUES (1000000000, gen_random_uuid(), 'message', now() - interval '1 day')`)
    await ann.receive({})
    await ann.receive({ MessageSid: 'SMkept' })
    await loseQueue(stack)
    await client.query(`UPDATE webhook_due SET received_at = now() - interval '1 minute' WHERE org_id = $1`, [
      ann.orgId,
    ])
    await client.query(`
      UPDATE webhook_due d SET received_at = now() - interval '1 day', next_attempt_at = now() + interval '1 day'
      FROM webhook_event e WHERE (e.position, e.org_id) = (d.position, d.org_id) AND e.sid = 'SMkept'`)
    await stack.processes.worker.start()
    await ann.waitForInbound(1)
    const sweeps = () => stack.processes.worker.output().match(/picked up \d+ webhook events/g)
    await waitFor(sweeps, { what: 'the end of the sweep' })
    expect(sweeps()).toEqual(['picked up 1 webhook events'])
    const lost = () => client.query('SELECT FROM webhook_due WHERE position = 1000000000')
    await waitFor(async () => (await lost()).rowCount === 0, { what: 'the pruner' })
    expect((await client.query('SELECT FROM webhook_due WHERE org_id = $1', [ann.orgId])).rowCount).toBe(1)
  })
})

it('removes what takes merges of contacts back once that can’t be done any more', async () => {
  const ann = await Tenant.create(stack)
  await ann.receive({})
  await ann.waitForInbound(1)
  await withDatabase(stack, async (client) => {
    await client.query(
      `INSERT INTO contact_merge (org_id, id, contact_id, was, merged_at)
       SELECT org_id, gen_random_uuid(), id, '{}', now() - n * interval '1 hour' FROM contact, generate_series(1, 2_000) AS n
       WHERE org_id = $1`,
      [ann.orgId],
    )
    const left = () => client.query('SELECT FROM contact_merge WHERE org_id = $1', [ann.orgId])
    await waitFor(async () => (await left()).rowCount === 23)
  })
})

describe('of tables that are filled again where old rows were', () => {
  const kept = 20_000

  /** Rows of both kinds, as old as said; `from` tells their numbers apart. */
  async function fill(
    client: pg.Client,
    { orgId, chatAccountId }: Tenant,
    from: number,
    count: number,
    age: string,
  ) {
    const values = [orgId, from, from + count - 1, age]
    await client.query(
      `INSERT INTO webhook_event (org_id, chat_account_id, kind, sid, form, received_at)
       SELECT $1, $5, 'message', 'SM' || n, repeat('x', 300), now() - $4::interval FROM generate_series($2::int, $3::int) n`,
      [...values, chatAccountId],
    )
    await client.query(
      `INSERT INTO org_event (org_id, seq, kind, at)
       SELECT $1, n, 'message', now() - $4::interval FROM generate_series($2::int, $3::int) n`,
      values,
    )
  }

  const tables = ['webhook_event', 'org_event']

  /** How many rows of each table were read so far, and by how many scans. */
  async function readSoFar(client: pg.Client): Promise<{ read: number; scans: number }[]> {
    const { rows } = await client.query<{ relname: string; read: number; scans: number }>(
      `SELECT relname, (seq_tup_read + idx_tup_fetch)::int AS read, (seq_scan + idx_scan)::int AS scans
       FROM pg_stat_user_tables`,
    )
    return tables.map((table) => rows.find(({ relname }) => relname === table) ?? { read: 0, scans: 0 })
  }

  it('reads the old rows, and no more than a step’s worth of those that stay', async () => {
    const ann = await Tenant.create(stack)
    const { worker } = stack.processes
    await withDatabase(stack, async (client) => {
      const left = async () => {
        const counts = tables.map((table) =>
          client.query(`SELECT FROM ${table} WHERE org_id = $1 AND kind = 'message'`, [ann.orgId]),
        )
        return (await Promise.all(counts)).map(({ rowCount }) => rowCount)
      }
      await fill(client, ann, 10, kept, '3 days')
      await waitFor(async () => (await left()).every((count) => count === 0), { timeoutMs: 60_000 })
      await worker.stop()
      await client.query('VACUUM webhook_event, org_event')
      await fill(client, ann, 100_000, kept, '0 days')
      await fill(client, ann, 200_000, 1, '3 days')
      // An old one among the young is found by its age; a webhook event, whose place tells its age, only ahead of them.
      await client.query('UPDATE webhook_event SET position = 1 WHERE org_id = $1 AND sid = $2', [
        ann.orgId,
        'SM200000',
      ])
      await client.query('SELECT pg_stat_force_next_flush()')
      const before = await readSoFar(client)
      const removals = () => worker.output().match(/removed 1 old (webhook|org) events/g)?.length ?? 0
      await worker.start()
      await waitFor(() => removals() === tables.length, { timeoutMs: 60_000 })
      // What a connection read is counted at its end.
      await worker.stop()
      const after = await readSoFar(client)
      for (const [at, table] of tables.entries()) {
        const read = (after[at]?.read ?? 0) - (before[at]?.read ?? 0)
        const scans = (after[at]?.scans ?? 0) - (before[at]?.scans ?? 0)
        expect(read / scans, `${read} rows of ${table} in ${scans} scans`).toBeLessThan(2_000)
      }
      expect(await left()).toEqual([kept, kept])
    })
  })
  it('goes on behind a step’s worth of old webhook events that are still due', async () => {
    const ann = await Tenant.create(stack)
    const { worker } = stack.processes
    await worker.stop()
    await withDatabase(stack, async (client) => {
      await client.query('DELETE FROM webhook_event')
      await fill(client, ann, 10, 1_500, '3 days')
      await client.query(
        `INSERT INTO webhook_due (position, org_id, kind, received_at, next_attempt_at)
         SELECT position, org_id, kind, received_at, now() + interval '1 day' FROM webhook_event ORDER BY position LIMIT 1499`,
      )
      await worker.start()
      await waitFor(async () => (await client.query('SELECT FROM webhook_event')).rowCount === 1_499)
      const lost =
        'SELECT FROM webhook_due LEFT JOIN webhook_event e USING (position, org_id) WHERE org_id = $1 AND sid IS NULL'
      expect((await client.query(lost, [ann.orgId])).rowCount).toBe(0)
    })
  })
})
