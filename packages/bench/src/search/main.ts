// `npm run bench:search -- [--messages N,…]`: how long a search takes in an org of so many messages, beside the bare SQL.
import { parseArgs } from 'node:util'
import { startPrivatePostgres, startStack, waitFor } from '@cloudpa/testing/kit'
import pg from 'pg'
import { compare } from '../compare.js'
import { judge, note, table, type Row } from '../report.js'
import { bareSearches } from './bare-searches.js'
import { addCustomers, addMessages } from './history.js'

const { values } = parseArgs({ options: { messages: { type: 'string', default: '10000,100000,1000000' } } })
const sizes = values.messages.split(',').map(Number)
const customers = 2_000
const mostMs = 300
const block = 50_000

const startedAt = performance.now()
const progress = (line: string) =>
  console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${line}`)

const postgres = await startPrivatePostgres({ keepSafe: true })
const stack = await startStack({ databaseUrl: postgres.url })
const client = new pg.Client({ connectionString: postgres.url })
await client.connect()
const rows: Row[] = []
try {
  const number = {
    externalPhoneId: 'whatsapp:+15550001000',
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: 'token',
  }
  const org = { slug: 'bench', name: 'Bench', chatAccounts: [number] }
  const seeded = await stack.seed<{ orgs: { id: string; apiKey: string; chatAccounts: { id: string }[] }[] }>(
    {
      orgs: [org],
    },
  )
  const [{ id: orgId, apiKey, chatAccounts }] = seeded.orgs as [(typeof seeded.orgs)[number]]
  await addCustomers(client, orgId, chatAccounts[0]?.id ?? '', customers)
  let held = 0
  for (const size of sizes) {
    for (; held < size; held = Math.min(size, held + block))
      await addMessages(client, orgId, held + 1, Math.min(size, held + block))
    await fold(size)
    await client.query('VACUUM ANALYZE')
    await measure(size, orgId, apiKey)
  }
} finally {
  await client.end()
  await stack.stop()
  await postgres.remove()
}
console.log(table(rows))

/** Has the worker walk over all messages, and waits until they can be found. */
async function fold(size: number): Promise<void> {
  const foldedAt = performance.now()
  const before = await countFolded()
  await client.query('UPDATE search_backfill SET done = false, before_id = NULL, before_org = NULL')
  await client.query(`UPDATE search_cursor SET contacts_after = '00000000-0000-0000-0000-000000000000'`)
  let told = performance.now()
  await waitFor(
    async () => {
      const folded = await countFolded()
      if (performance.now() - told > 10_000) {
        progress(`${folded} of ${size} messages can be found`)
        told = performance.now()
      }
      return folded === size
    },
    { timeoutMs: 3_600_000, everyMs: 500, what: 'all messages folded' },
  )
  const perSecond = ((size - before) * 1000) / (performance.now() - foldedAt)
  rows.push(note(`${size} messages: folded a second`, perSecond.toFixed(0)))
  progress(`${size} messages can be found`)
}

async function countFolded(): Promise<number> {
  const { rows } = await client.query<{ folded: number }>('SELECT count(*)::int AS folded FROM message_text')
  return rows[0]?.folded ?? 0
}

async function measure(size: number, orgId: string, apiKey: string): Promise<void> {
  for (const { what, typed, bare } of await bareSearches(client, orgId)) {
    const search = async () => {
      const path = `/api/v1/messaging/search?q=${encodeURIComponent(typed)}`
      const answer = await fetch(stack.apiUrl + path, { headers: { authorization: `Bearer ${apiKey}` } })
      const { people, messages } = (await answer.json()) as { people: unknown[]; messages: unknown[] }
      if (people.length + messages.length === 0) throw new Error(`${typed} finds nothing`)
    }
    const { ofOne, ofOther } = await compare(search, bare)
    const details = `${ofOne.p95Ms.toFixed(1)} ms to ${ofOther.p95Ms.toFixed(1)} ms; p50 ${ofOne.p50Ms.toFixed(1)} ms to ${ofOther.p50Ms.toFixed(1)} ms`
    const row = judge(
      `${size} messages, ${what}: search p95 / bare SQL`,
      { most: 3 },
      ofOne.p95Ms / ofOther.p95Ms,
      details,
    )
    rows.push({
      ...row,
      goal: `${row.goal}, ≤ ${mostMs} ms`,
      isMet: row.isMet === true && ofOne.p95Ms <= mostMs,
    })
    progress(`${size} messages, ${what}: ${details}`)
  }
}
