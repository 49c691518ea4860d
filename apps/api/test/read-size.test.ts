import type { ConversationDetail, ConversationPage } from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import { startStack, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addMessages } from './add-messages.js'
import { withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ worker: false })
})
afterAll(() => stack?.stop())

const customers = 5_000
const pages = 20
const pageSize = 30

/** Customers who have each written once. */
async function addCustomers(client: pg.Client, { orgId, chatAccountId }: Tenant): Promise<void> {
  await client.query(
    `WITH made AS (
       SELECT gen_random_uuid() AS id, '+1500' || (5000000 + n) AS phone, n FROM generate_series(1, $3::int) AS n
     ), contacts AS (
       INSERT INTO contact (org_id, id, profile_name) SELECT $1, id, 'Ann' FROM made
     ), handles AS (
       INSERT INTO handle (org_id, id, contact_id, kind, value) SELECT $1, gen_random_uuid(), id, 'phone', phone FROM made
     ), conversations AS (
       INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
       SELECT $1, id, id, $2, phone, n, now() FROM made
     )
     INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, position, occurred_at)
     SELECT $1, gen_random_uuid(), id, $2, 'inbound', 'received', 'customer', 'Hello', n, now() FROM made`,
    [orgId, chatAccountId, customers],
  )
}

const tables = ['contact', 'handle', 'conversation', 'message']

/** How many rows of each table were read so far, in whichever way. */
async function readSoFar(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ relname: string; read: number }>(
    'SELECT relname, (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables',
  )
  return tables.map((table) => rows.find(({ relname }) => relname === table)?.read ?? 0)
}

it('reads the rows that a page shows, however many customers there are', async () => {
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant)
    await client.query('ANALYZE')
    await client.query('SELECT pg_stat_force_next_flush()')
    const before = await readSoFar(client)
    let cursor: string | null = ''
    let shown = 0
    for (let page = 0; page < pages; page += 1) {
      const path: string = `/messaging/conversations?limit=${pageSize}${cursor && `&cursor=${cursor}`}`
      const { items, nextCursor } = await tenant.call<ConversationPage>('GET', path)
      shown += items.filter(({ contact, lastMessage }) => contact.phone && lastMessage).length
      cursor = nextCursor
      const id = items[0]?.id ?? ''
      expect(await tenant.messagesOf(id)).toHaveLength(1)
      await tenant.call('POST', `/messaging/conversations/${id}/read`)
    }
    expect(shown).toBe(pages * pageSize)
    // What a connection read is counted at its end.
    await stack.processes.api.stop()
    const after = await readSoFar(client)
    const read = after.map((count, at) => count - (before[at] ?? 0))
    expect(Math.min(...read)).toBeGreaterThanOrEqual(shown)
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(3 * shown)
  })
})

it('opens a thread in its midst by the rows that it shows, however long it is', async () => {
  await stack.processes.api.start()
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant)
    const [conversation] = await tenant.conversations()
    const path = `/messaging/conversations/${conversation?.id}`
    await addMessages(client, conversation?.id ?? '', 10_000)
    await tenant.call('POST', `${path}/read`)
    await addMessages(client, conversation?.id ?? '', 10_000)
    await client.query('ANALYZE')
    await stack.processes.api.stop()
    await client.query('SELECT pg_stat_force_next_flush()')
    const before = await readSoFar(client)
    await stack.processes.api.start()
    let shown = 0
    for (let opened = 0; opened < pages; opened += 1) {
      const detail = await tenant.call<ConversationDetail>('GET', `${path}?around=unread`)
      expect(detail.messages[10]?.content.body).toBe('Message 1')
      const cursor = detail.newerMessagesCursor ?? ''
      const newer = await tenant.call<MessagePage>('GET', `${path}/messages?cursor=${cursor}`)
      const around = newer.items.at(-1)?.id ?? ''
      const found = await tenant.call<MessagePage>('GET', `${path}/messages?around=${around}`)
      shown += detail.messages.length + newer.items.length + found.items.length
    }
    await stack.processes.api.stop()
    const read = (await readSoFar(client)).map((count, at) => count - (before[at] ?? 0))
    expect(shown).toBe(pages * 150)
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(2 * shown)
  })
})

it('notes the use of a key once, however many requests bring it at the same time', async () => {
  await stack.processes.api.start()
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    const noted = async () => {
      const counted = `SELECT n_tup_upd::int AS noted FROM pg_stat_user_tables WHERE relname = 'api_key'`
      return (await client.query<{ noted: number }>(counted)).rows[0]?.noted ?? 0
    }
    const before = await noted()
    await Promise.all(Array.from({ length: 50 }, () => tenant.call('GET', '/org')))
    await stack.processes.api.stop()
    expect((await noted()) - before).toBe(1)
  })
})
