import type { ConversationDetail, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Label } from '@cloudpa/contracts/labels'
import type { MessagePage } from '@cloudpa/contracts/messages'
import { startStack, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCustomers } from './add-customers.js'
import { addMessages } from './add-messages.js'
import { memberIdOf } from './browser.js'
import { countRowsRead, endConnections } from './count-rows-read.js'
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

const filters = ['unread', 'mine', 'waiting', 'closing', 'snoozed', 'done', 'starred']
const tables = ['contact', 'handle', 'conversation', 'message']

const readBy = (client: pg.Client, work: () => Promise<unknown>) => countRowsRead(stack, client, tables, work)

it('reads the rows that a page shows, however many customers there are', async () => {
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant, customers)
    await client.query('ANALYZE')
    let shown = 0
    const read = await readBy(client, async () => {
      let cursor: string | null = ''
      for (let page = 0; page < pages; page += 1) {
        const path: string = `/messaging/conversations?limit=${pageSize}${cursor && `&cursor=${cursor}`}`
        const { items, nextCursor } = await tenant.call<ConversationPage>('GET', path)
        shown += items.filter(({ contact, lastMessage }) => contact.phone && lastMessage).length
        cursor = nextCursor
        const id = items[0]?.id ?? ''
        expect(await tenant.messagesOf(id)).toHaveLength(1)
        await tenant.call('POST', `/messaging/conversations/${id}/read`)
      }
    })
    expect(shown).toBe(pages * pageSize)
    expect(Math.min(...read)).toBeGreaterThanOrEqual(shown)
    // The first page brings counts along, which go up to a thousand.
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(3 * shown + 1_000)
  })
})

it('reads the rows that a filter and the overview show, however many others there are', async () => {
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant, customers)
    // A few of each kind, and the oldest of all: whoever looks for them from the newest on reads the others first.
    const ago = (hours: number) =>
      `(extract(epoch FROM now() - interval '${hours} hours') * 1000000)::bigint + last_position`
    await client.query(
      `UPDATE conversation SET unread_count = (last_position <= 100)::int,
         last_inbound_position = CASE WHEN last_position <= 100 THEN ${ago(23)} WHEN last_position <= 200 THEN ${ago(1)} ELSE 0 END,
         last_position = CASE WHEN last_position <= 100 THEN ${ago(23)} ELSE ${ago(1)} END
       WHERE org_id = $1`,
      [tenant.orgId],
    )
    await client.query(
      `UPDATE conversation SET
         state = (CASE number / 100 WHEN 2 THEN 'snoozed' WHEN 3 THEN 'done' ELSE 'open' END)::conversation_state,
         snoozed_until = CASE number / 100 WHEN 2 THEN now() + interval '1 day' END,
         starred = number / 100 = 4
       FROM (SELECT id, (row_number() OVER (ORDER BY last_position) - 1)::int AS number FROM conversation WHERE org_id = $1) AS n
       WHERE n.id = conversation.id AND number >= 200 AND number < 500`,
      [tenant.orgId],
    )
    const ann = await tenant.owner()
    const { id: label } = await tenant.call<Label>('POST', '/labels', { name: 'Commission', color: 'red' })
    await client.query(
      `UPDATE conversation SET labels = ARRAY[$2::uuid], assignee_id = $3 WHERE org_id = $1 AND unread_count > 0`,
      [tenant.orgId, label, await memberIdOf(ann, ann.email)],
    )
    // As PostgreSQL does by itself where so much has changed.
    await client.query('VACUUM ANALYZE')
    const conversations = '/api/v1/messaging/conversations'
    let shown = 0
    let overview = null as ConversationPage['overview']
    const read = await readBy(client, async () => {
      for (const filter of [...filters, `all&label=${label}`]) {
        const path = `${conversations}?filter=${filter}&limit=50`
        const first = (await ann.get<ConversationPage>(path)).body
        const second = (await ann.get<ConversationPage>(`${path}&cursor=${first.nextCursor}`)).body
        shown += first.items.length + second.items.length
      }
      const { body } = await ann.get<ConversationPage>(`${conversations}?limit=1`)
      overview = body.overview
      shown += body.items.length + (overview?.closing.length ?? 0)
    })
    const few = { unread: 100, mine: 100, closing: 100, snoozed: 100, starred: 100 }
    const counts = { ...few, all: 1_000, unassigned: 1_000, waiting: 200 }
    expect(overview?.counts).toEqual({ ...counts, labels: { [label]: 100 }, both: [] })
    const counted = Object.values(counts).reduce((sum, count) => sum + count)
    expect(shown).toBe(851)
    expect(read[tables.indexOf('conversation')]).toBeGreaterThanOrEqual(shown)
    // What is counted is looked up, too, but for pages that the vacuum has been over.
    const most = 2 * shown + counted
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(most)
  })
})

it('reads the rows that a page of those who are put off shows, however many come back before them', async () => {
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant, customers)
    await client.query(
      `UPDATE conversation SET state = 'snoozed', snoozed_until = now() + last_position * interval '1 minute'
       WHERE org_id = $1`,
      [tenant.orgId],
    )
    const { rows } = await client.query<{ place: string }>(
      `SELECT floor(extract(epoch FROM snoozed_until) * 1000)::bigint || ' ' || id || ' newer' AS place
       FROM conversation WHERE org_id = $1 ORDER BY snoozed_until DESC OFFSET ${pageSize} LIMIT 1`,
      [tenant.orgId],
    )
    await client.query('VACUUM ANALYZE')
    const cursor = Buffer.from(rows[0]?.place ?? '').toString('base64url')
    const path = `/messaging/conversations?filter=snoozed&limit=${pageSize}&cursor=${cursor}`
    const read = await readBy(client, async () => {
      for (let page = 0; page < pages; page += 1)
        expect((await tenant.call<ConversationPage>('GET', path)).items).toHaveLength(pageSize)
    })
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(
      3 * pages * pageSize,
    )
  })
})

it('opens a thread in its midst by the rows that it shows, however long it is', async () => {
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    await addCustomers(client, tenant, customers)
    const [conversation] = await tenant.conversations()
    const path = `/messaging/conversations/${conversation?.id}`
    await addMessages(client, conversation?.id ?? '', 10_000)
    await tenant.call('POST', `${path}/read`)
    await addMessages(client, conversation?.id ?? '', 10_000)
    await client.query('ANALYZE')
    let shown = 0
    const read = await readBy(client, async () => {
      for (let opened = 0; opened < pages; opened += 1) {
        const detail = await tenant.call<ConversationDetail>('GET', `${path}?around=unread`)
        expect(detail.messages[10]?.content.body).toBe('Message 1')
        const cursor = detail.newerMessagesCursor ?? ''
        const newer = await tenant.call<MessagePage>('GET', `${path}/messages?cursor=${cursor}`)
        const around = newer.items.at(-1)?.id ?? ''
        const found = await tenant.call<MessagePage>('GET', `${path}/messages?around=${around}`)
        shown += detail.messages.length + newer.items.length + found.items.length
      }
    })
    expect(shown).toBe(pages * 150)
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(2 * shown)
  })
})

it('notes the use of a key once, however many requests bring it at the same time', async () => {
  const tenant = await Tenant.create(stack)
  await withDatabase(stack, async (client) => {
    const noted = async () => {
      const counted = `SELECT n_tup_upd::int AS noted FROM pg_stat_user_tables WHERE relname = 'api_key'`
      return (await client.query<{ noted: number }>(counted)).rows[0]?.noted ?? 0
    }
    const before = await noted()
    await Promise.all(Array.from({ length: 50 }, () => tenant.call('GET', '/org')))
    await endConnections(stack, client)
    expect((await noted()) - before).toBe(1)
  })
})
