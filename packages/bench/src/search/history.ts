import type pg from 'pg'

/** The words that are looked for, and in which share of all messages each of them stands. */
export const words = { half: 'order', hundredth: 'delivery', rare: 'celadon' } as const

const given = ['Ana', 'Bruno', 'Carla', 'Davide', 'Elena', 'Farid', 'Greta', 'Hiro', 'Ines', 'Jonas']
const family = [
  'Gutierrez',
  'Moreau',
  'Fitzgerald',
  'Okafor',
  'Lindqvist',
  'Tanaka',
  'Sousa',
  'Haddad',
  'Novak',
  'Weber',
]
/** What the others are made of. */
const filler =
  'good morning thank you very much could we meet tomorrow about the new blue bowls for our kitchen next week please send me a picture of that one when it is ready I will pick them up on friday after work or ask my brother to come by'

/** Customers, each with one conversation. */
export async function addCustomers(
  client: pg.Client,
  orgId: string,
  chatAccountId: string,
  count: number,
): Promise<void> {
  await client.query(
    `WITH made AS (
       SELECT gen_random_uuid() AS id, '+3460' || (1000000 + n) AS phone,
              ($4::text[])[1 + n % 10] || ' ' || ($5::text[])[1 + n / 10 % 10] || ' ' || n AS name
       FROM generate_series(1, $3::int) AS n
     ), contacts AS (
       INSERT INTO contact (org_id, id, profile_name) SELECT $1, id, name FROM made
     ), handles AS (
       INSERT INTO handle (org_id, id, contact_id, kind, value) SELECT $1, gen_random_uuid(), id, 'phone', phone FROM made
     )
     INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
     SELECT $1, id, id, $2, phone, 1, now() FROM made`,
    [orgId, chatAccountId, count, given, family],
  )
}

/** Messages of a dozen words, dealt out among all conversations. */
export async function addMessages(client: pg.Client, orgId: string, from: number, to: number): Promise<void> {
  const filling = filler.split(' ')
  await client.query(
    `WITH chats AS (
       SELECT id, chat_account_id, row_number() OVER () - 1 AS n, count(*) OVER () AS all_of_them FROM conversation WHERE org_id = $1
     )
     INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, position, occurred_at)
     SELECT $1, gen_random_uuid(), c.id, c.chat_account_id, 'inbound', 'received', 'customer', concat_ws(' ',
       (SELECT string_agg(($4::text[])[1 + (hashint8(m.n * 31 + w) & 2147483647) % $5::int], ' ') FROM generate_series(1, 12) AS w),
       CASE WHEN m.n % 2 = 0 THEN '${words.half}' END, CASE WHEN m.n % 100 = 7 THEN '${words.hundredth}' END,
       CASE WHEN m.n % 5000 = 78 THEN '${words.rare}' END), m.n, now()
     FROM generate_series($2::int, $3::int) AS m (n) JOIN chats c ON c.n = m.n % c.all_of_them`,
    [orgId, from, to, filling, filling.length],
  )
}
