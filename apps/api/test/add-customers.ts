import type pg from 'pg'
import type { Tenant } from './tenant.js'

/** Customers who have each written once, and were added at once: that many one by one would take minutes. */
export async function addCustomers(
  client: pg.Client,
  { orgId, chatAccountId }: Tenant,
  count: number,
): Promise<void> {
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
    [orgId, chatAccountId, count],
  )
}

/** The same, as the product leaves it when nobody has read any of it yet. */
export async function addUnreadCustomers(
  client: pg.Client,
  tenant: Tenant,
  count: number,
): Promise<string[]> {
  await addCustomers(client, tenant, count)
  const { rows } = await client.query<{ id: string }>(
    `UPDATE conversation SET last_inbound_position = last_position, last_inbound_at = last_message_at, unread_count = 1
     WHERE org_id = $1 RETURNING id`,
    [tenant.orgId],
  )
  return rows.map(({ id }) => id)
}
