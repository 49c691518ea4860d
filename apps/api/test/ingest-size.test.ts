import type { Label } from '@cloudpa/contracts/labels'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { postForm } from './post-form.js'
import { Tenant } from './tenant.js'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

const customers = 5_000
const forms = 100

/** Customers who have written before. */
async function addCustomers(client: pg.Client, { orgId, chatAccountId }: Tenant): Promise<void> {
  await client.query(
    `WITH made AS (
       SELECT gen_random_uuid() AS id, '+1500' || (5000000 + n) AS phone FROM generate_series(1, $3::int) AS n
     ), contacts AS (
       INSERT INTO contact (org_id, id, profile_name) SELECT $1, id, 'Ann' FROM made
     ), handles AS (
       INSERT INTO handle (org_id, id, contact_id, kind, value) SELECT $1, gen_random_uuid(), id, 'phone', phone FROM made
     )
     INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
     SELECT $1, gen_random_uuid(), id, $2, phone, 1, now() FROM made`,
    [orgId, chatAccountId, customers],
  )
}

/** How many rows of each table were read so far, in whichever way, and how many messages were written. */
async function readSoFar(client: pg.Client): Promise<{ read: Record<string, number>; messages: number }> {
  const { rows } = await client.query<{ relname: string; read: number; inserted: number }>(
    `SELECT relname, (seq_tup_read + idx_tup_fetch)::int AS read, n_tup_ins::int AS inserted FROM pg_stat_user_tables
     WHERE relname IN ('contact', 'handle', 'conversation', 'conversation_label', 'message',
       'webhook_event')`,
  )
  const messages = rows.find(({ relname }) => relname === 'message')?.inserted ?? 0
  return { read: Object.fromEntries(rows.map(({ relname, read }) => [relname, read])), messages }
}

it('reads the rows that a batch is about, however many customers came since its statements were planned', async () => {
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    const ingested = () => waitFor(async () => (await client.query('SELECT FROM webhook_due')).rowCount === 0)
    // PostgreSQL keeps one plan after it has seen a statement five times.
    for (let n = 0; n < 12; n += 1) {
      expect((await tenant.receive({ From: 'whatsapp:+15009999999' })).status).toBe(200)
      await ingested()
    }
    const { id } = await tenant.call<Label>('POST', '/labels', { name: 'Commission', color: 'red' })
    const [labelled] = await tenant.conversations()
    await tenant.call('POST', `/messaging/conversations/${labelled?.id}/labels`, { add: [id] })
    await addCustomers(client, tenant)
    // What a connection read is counted some time later, and at its end.
    await client.query('SELECT pg_stat_force_next_flush()')
    const before = await readSoFar(client)
    const known = Array.from({ length: forms }, (_, n) => `whatsapp:+1500${5_000_001 + n * 40}`)
    const answers = await Promise.all(
      known.map((From, n) => tenant.receive({ From, ProfileName: n % 2 ? 'Ann' : 'Ann Lee' })),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    await ingested()
    await stack.processes.worker.stop()
    const after = await waitFor(async () => {
      const now = await readSoFar(client)
      return now.messages >= before.messages + forms && now
    })
    const tables = ['contact', 'handle', 'conversation']
    const read = tables.map((table) => (after.read[table] ?? 0) - (before.read[table] ?? 0))
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(10 * forms)
    const contacts = await client.query('SELECT FROM contact WHERE org_id = $1', [tenant.orgId])
    expect(contacts.rowCount).toBe(customers + 1)
    // Where there is no label, not even a look is taken at those of others.
    expect(after.read.conversation_label).toBe(before.read.conversation_label)
  })
})

// Where two did, the planner took either for a row of a table that it knew as small, and kept to it: a foreign key's check
// is planned once a connection. By the wrong one it read all that the org had.
it('has no choice of two indexes that both begin with the org', async () => {
  const { rows } = await withDatabase(stack, (client) =>
    client.query(
      `SELECT i.indrelid::regclass::text AS name, count(*)::int AS indexes
       FROM pg_index i
       JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attname = 'org_id'
       WHERE i.indpred IS NULL
       GROUP BY i.indrelid`,
    ),
  )
  expect(rows.map(({ name }) => name)).toContain('contact')
  expect(rows.filter(({ indexes }) => indexes > 1)).toEqual([])
})

/** Messages of ours that Twilio took, and as many webhook events that are done. */
async function addSentMessages(client: pg.Client, { orgId, chatAccountId }: Tenant): Promise<void> {
  await client.query(
    `WITH made AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, $3::int) AS n), events AS (
       INSERT INTO webhook_event (org_id, chat_account_id, kind, sid, status, form)
       SELECT $1, $2, 'status', 'SMsent' || n, 'sent', '' FROM made
     )
     INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, author_id, sid, body,
                          position, occurred_at)
     SELECT $1, made.id, c.id, $2, 'outbound', 'sent', 'api_key', made.id, 'SMsent' || n, 'Yes', n, now()
     FROM made, (SELECT id FROM conversation WHERE org_id = $1 LIMIT 1) AS c`,
    [orgId, chatAccountId, customers],
  )
}

it('reads the messages that reports are about, however many came since', async () => {
  await stack.processes.worker.start()
  const tenant = await Tenant.create(stack)
  await tenant.receive({})
  await tenant.waitForInbound(1)
  await stack.processes.worker.stop()
  await withDatabase(stack, async (client) => {
    // As they are known to the planner, the tables have a row a page.
    await client.query('ANALYZE')
    await addSentMessages(client, tenant)
    await client.query('SELECT pg_stat_force_next_flush()')
    const tables = ['webhook_event', 'message']
    const before = await readSoFar(client)
    const { accountSid, authToken, externalPhoneId } = tenant.account
    const sids = Array.from({ length: forms }, (_, n) => `SMsent${1 + n * 40}`)
    const answers = await Promise.all(
      sids.map((MessageSid) => {
        const form = { MessageSid, MessageStatus: 'delivered', AccountSid: accountSid, From: externalPhoneId }
        return postForm(`${tenant.webhookUrl}/status`, new URLSearchParams(form).toString(), { authToken })
      }),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    await client.query('ANALYZE webhook_due')
    await stack.processes.worker.start()
    await waitFor(async () => (await client.query('SELECT FROM webhook_due')).rowCount === 0)
    // What a connection read is counted at its end.
    await stack.processes.worker.stop()
    const after = await readSoFar(client)
    const read = tables.map((table) => (after.read[table] ?? 0) - (before.read[table] ?? 0))
    expect(Math.min(...read)).toBeGreaterThanOrEqual(forms)
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(20 * forms)
    const { rowCount } = await client.query(
      `SELECT FROM message WHERE status = 'delivered' AND sid = ANY($1)`,
      [sids],
    )
    expect(rowCount).toBe(forms)
  })
})
