import type pg from 'pg'
import type { Request } from '../compare.js'
import { words } from './history.js'

interface BareSearch {
  what: string
  typed: string
  /** What PostgreSQL has to do for it at the least, and no more: by its superuser, who stands before no wall. */
  bare: Request
}

/** What is looked for, beside the bare SQL. */
export async function bareSearches(client: pg.Client, orgId: string): Promise<BareSearch[]> {
  const page = 'm.*, c.profile_name'
  const joined = `JOIN message m ON m.id = t.message_id AND m.org_id = t.org_id
    JOIN conversation o ON o.id = m.conversation_id AND o.org_id = m.org_id
    JOIN contact c ON c.id = o.contact_id AND c.org_id = o.org_id`
  const newestWith = (word: string) => () =>
    client.query(
      `SELECT ${page} FROM (
         SELECT * FROM message_text WHERE org_id = $1 AND folded LIKE $2 ORDER BY position DESC, message_id DESC LIMIT 21
       ) AS t ${joined}`,
      [orgId, `%${word}%`],
    )
  const byGrams = async (...looked: string[]) => {
    const grams = (await Promise.all(looked.map((word) => gramsOf(client, 'message_text', word)))).flat()
    return () =>
      client.query(
        `SELECT ${page} FROM (
           SELECT * FROM message_text WHERE grams @> $1 AND org_id = $2 AND folded LIKE ALL ($3)
           ORDER BY position DESC, message_id DESC LIMIT 21
         ) AS t ${joined}`,
        [grams, orgId, looked.map((word) => `%${word}%`)],
      )
  }
  const people = async (word: string) => {
    const grams = await gramsOf(client, 'contact_text', word)
    return () =>
      client.query(
        `SELECT c.*, o.* FROM (SELECT * FROM contact_text WHERE grams @> $1 AND org_id = $2 LIMIT 100) AS t
         JOIN contact c ON c.id = t.contact_id AND c.org_id = t.org_id
         JOIN conversation o ON o.contact_id = c.id AND o.org_id = c.org_id ORDER BY o.last_position DESC LIMIT 10`,
        [grams, orgId],
      )
  }
  return [
    { what: 'a word in half of them', typed: words.half, bare: newestWith(words.half) },
    { what: 'a word in 1 %', typed: words.hundredth, bare: await byGrams(words.hundredth) },
    { what: 'a word in 0.02 %', typed: words.rare, bare: await byGrams(words.rare) },
    { what: 'two words', typed: `${words.half} ${words.rare}`, bare: await byGrams(words.half, words.rare) },
    {
      what: 'a part of a word',
      typed: words.rare.slice(1, -1),
      bare: await byGrams(words.rare.slice(1, -1)),
    },
    { what: 'a name with a letter wrong', typed: 'fitzgereld', bare: await people('fitzgerald') },
    { what: 'a number', typed: '+34 60 1 001 500', bare: await people('34601001500') },
  ]
}

/**
 * The grams that stand in all that has a word; of messages, which have more in common, those that stand in nothing else. How
 * they are made is the product's own.
 */
async function gramsOf(client: pg.Client, table: string, word: string): Promise<number[]> {
  const { rows } = await client.query<{ gram: number }>(
    `WITH with_it AS (SELECT grams FROM ${table} WHERE folded LIKE $1 LIMIT 50),
          without_it AS (SELECT grams FROM ${table} WHERE folded NOT LIKE $1 LIMIT 2000)
     SELECT gram FROM with_it, unnest(grams) AS gram GROUP BY gram HAVING count(*) = (SELECT count(*) FROM with_it)
     EXCEPT SELECT unnest(grams) FROM without_it WHERE $2`,
    [`%${word}%`, table === 'message_text'],
  )
  if (rows.length === 0) throw new Error(`nothing stands for ${word}`)
  return rows.map(({ gram }) => gram)
}
