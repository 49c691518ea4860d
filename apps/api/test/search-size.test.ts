import type { SearchAnswer } from '@cloudpa/contracts/search'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCustomers } from './add-customers.js'
import { askDatabase, withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
let tenant: Tenant
let other: Tenant
const many = 100_000
const asked = 10

/** Messages as years of writing leave them: one in a thousand of the first half says what the others don't. */
async function addHistory(
  client: pg.Client,
  { orgId }: Tenant,
  count: number,
  needle: string,
): Promise<void> {
  await client.query(
    `INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, position, occurred_at)
     SELECT org_id, gen_random_uuid(), id, chat_account_id, 'inbound', 'received', 'customer',
       'Message number ' || n || (CASE WHEN ${needle} THEN ' needle' ELSE '' END), 1000 + n, now()
     FROM conversation, generate_series(1, $2::int) AS n WHERE org_id = $1`,
    [orgId, count],
  )
}

const foldedOf = async ({ orgId }: Tenant) => {
  const counted = 'SELECT count(*)::int AS folded FROM message_text WHERE org_id = $1'
  return (await askDatabase<{ folded: number }>(stack, counted, [orgId]))[0]?.folded ?? 0
}

/** Other connections than one's own that asked for what is searched last. */
const readers = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND query ~ 'message_text|find_'`

const search = (tenant: Tenant, q: string) =>
  tenant.call<SearchAnswer>('GET', `/messaging/search?q=${encodeURIComponent(q)}`)

beforeAll(async () => {
  stack = await startStack({ worker: false })
  ;[tenant, other] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
  await withDatabase(stack, async (client) => {
    for (const one of [tenant, other]) await addCustomers(client, one, 1)
    await addHistory(client, tenant, many, `n % 1000 = 0 AND n < ${many / 2}`)
    await addHistory(client, other, many / 10, 'true')
  })
})
afterAll(() => stack?.stop())

describe('what was written before it could be searched', () => {
  it('can be found after a while, each once, though the worker is killed at it', async () => {
    await stack.processes.worker.start()
    await waitFor(async () => (await foldedOf(tenant)) > many / 20, { what: 'a beginning' })
    await stack.processes.worker.kill('SIGKILL')
    const left = await foldedOf(tenant)
    expect(left).toBeLessThan(many)
    await stack.processes.worker.start()
    await waitFor(async () => (await foldedOf(tenant)) === many + 1, { what: 'all', timeoutMs: 90_000 })
    await waitFor(async () => (await foldedOf(other)) === many / 10 + 1, {
      what: 'all of the other',
      timeoutMs: 30_000,
    })
    expect((await search(tenant, 'needle')).messages).toHaveLength(20)
    expect((await search(tenant, 'ann')).people).toHaveLength(1)
  })

  it('is found by the rows that a page shows, however many there are, and however many another org has', async () => {
    await stack.processes.worker.stop()
    await withDatabase(stack, async (client) => {
      await client.query('VACUUM ANALYZE')
      const read = async () => {
        const counted = `SELECT seq_tup_read::int AS scanned, idx_tup_fetch::int AS fetched FROM pg_stat_user_tables
          WHERE relname = 'message_text'`
        return (await client.query<{ scanned: number; fetched: number }>(counted)).rows[0]
      }
      const readFor = async (q: string) => {
        await stack.processes.api.stop()
        // What a connection read is counted up to ten seconds later, or at its end: what this test waited with read whole orgs.
        await waitFor(async () => (await client.query(readers)).rowCount === 0, {
          what: 'the end of readers',
        })
        const before = await read()
        await stack.processes.api.start()
        for (let n = 0; n < asked; n += 1) expect((await search(tenant, q)).messages).toHaveLength(20)
        await stack.processes.api.stop()
        const least = (before?.fetched ?? 0) + asked * 20
        const after = await waitFor(async () => {
          const now = await read()
          return now && now.fetched >= least && now
        })
        expect(after.scanned - (before?.scanned ?? 0)).toBe(0)
        return after.fetched - (before?.fetched ?? 0)
      }
      // The newest are looked at first.
      expect(await readFor('needle')).toBeLessThan(asked * 2_100)
      expect(await readFor('message')).toBeLessThan(asked * 50)
    })
    await stack.processes.api.start()
    await stack.processes.worker.start()
  })

  it('is found by a letter or two among the newest alone, and by a word beside them wherever it is', async () => {
    expect((await search(tenant, '9')).messages).toHaveLength(20)
    expect((await search(tenant, '4')).messages).toEqual([])
    expect((await search(tenant, '4 needle')).messages).toHaveLength(11)
  })
})

it('folds again what was lost with events that are no longer kept', async () => {
  await stack.processes.worker.stop()
  await withDatabase(stack, async (client) => {
    const conversation = await client.query<{ id: string; account: string }>(
      'SELECT id, chat_account_id AS account FROM conversation WHERE org_id = $1',
      [tenant.orgId],
    )
    const { id, account } = conversation.rows[0] ?? {}
    await client.query(
      `INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, position, occurred_at)
       VALUES ($1, gen_random_uuid(), $2, $3, 'inbound', 'received', 'customer', 'Unheard', 999999, now())`,
      [tenant.orgId, id, account],
    )
    await client.query(
      `INSERT INTO org_seq AS s (org_id, last) VALUES ($1, 3) ON CONFLICT (org_id) DO UPDATE SET last = s.last + 3`,
      [tenant.orgId],
    )
  })
  await stack.processes.worker.start()
  await waitFor(async () => (await search(tenant, 'unheard')).messages.length === 1, { timeoutMs: 60_000 })
})

describe('behind the wall', () => {
  const grams = `(SELECT grams[1:3] FROM message_text WHERE org_id = $1 AND folded LIKE '%needle' LIMIT 1)`
  const finders = (named: string) => [
    `SELECT id FROM find_by_grams(${named}, '{%needle%}', 9223372036854775807, gen_random_uuid(), 20)`,
    `SELECT id FROM find_among_newest('{%message%}', 9223372036854775807, gen_random_uuid(), 200000, 20)`,
    `SELECT message_id FROM message_text LIMIT 1`,
    `SELECT contact_id FROM contact_text LIMIT 1`,
  ]

  /** How many rows each way finds for whoever says that they are that org. */
  async function foundAs(role: string, orgId: string | undefined): Promise<(number | string)[]> {
    return withDatabase(stack, async (client) => {
      const { rows } = await client.query<{ grams: number[] }>(`SELECT ${grams} AS grams`, [tenant.orgId])
      const found: (number | string)[] = []
      for (const finder of finders(`'{${rows[0]?.grams.join()}}'`)) {
        await client.query(`BEGIN; SET LOCAL ROLE ${role}`)
        if (orgId) await client.query(`SELECT set_config('app.org_id', $1, true)`, [orgId])
        found.push(
          await client.query(finder).then(
            ({ rowCount }) => rowCount ?? 0,
            (error: Error) => error.message,
          ),
        )
        await client.query('ROLLBACK')
      }
      return found
    })
  }

  it('an org finds its own, whatever it asks for, and nobody finds all', async () => {
    expect(await foundAs('cloudpa_tenant', tenant.orgId)).toEqual([20, 20, 1, 1])
    const third = await Tenant.create(stack)
    expect(await foundAs('cloudpa_tenant', third.orgId)).toEqual([0, 0, 0, 0])
    expect(await foundAs('cloudpa_tenant', undefined)).toEqual([0, 0, 0, 0])
    const refused = expect.stringContaining('permission denied')
    expect(await foundAs('cloudpa_batch', undefined)).toEqual([refused, refused, 0, 0])
  })

  it('goes with what it was made of', async () => {
    await withDatabase(stack, async (client) => {
      await client.query('DELETE FROM contact WHERE org_id = $1', [other.orgId])
      const left = `SELECT FROM message_text WHERE org_id = $1 UNION ALL SELECT FROM contact_text WHERE org_id = $1`
      expect((await client.query(left, [other.orgId])).rowCount).toBe(0)
    })
    expect((await search(other, 'ann')).people).toEqual([])
    expect((await search(other, 'needle')).messages).toEqual([])
  })
})
