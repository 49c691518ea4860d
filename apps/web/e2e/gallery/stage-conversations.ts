import { randomInt, randomUUID } from 'node:crypto'
import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import pg from 'pg'
import { control, type Office } from '../desk.js'
import { conversations, type Line, type Staged } from './conversations.js'

/** Lets customers write and the studio answer, and then moves it all to when it is to have happened. */
export async function stageConversations(stack: SharedStack, office: Office): Promise<void> {
  await Promise.all(conversations.map((staged) => speak(stack, office, staged)))
  const database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
  try {
    await waitUntilSettled(database, office)
    for (const staged of conversations) await backdate(database, office, staged)
  } finally {
    await database.end()
  }
}

async function speak(stack: SharedStack, office: Office, { name, lines }: Staged): Promise<void> {
  const phone = `+1202${randomInt(1_000_000, 9_999_999)}`
  const { id: from } = await control<{ id: string }>(stack, 'POST', '/customers', { name, phone })
  const { accountSid, number: to } = office
  for (const { from: who, body, params } of lines.toSorted((one, other) => rank(one) - rank(other))) {
    if (who === 'them') await control(stack, 'POST', '/messages', { accountSid, to, from, body, params })
    else await reply(stack, office, name, body)
  }
}

/** Nobody can be answered who has not written, so customers are first; times are made up later anyway. */
const rank = ({ from }: Line) => (from === 'them' ? 0 : 1)

async function reply(stack: SharedStack, { apiKey }: Office, name: string, body: string): Promise<void> {
  const id = await waitFor(async () => (await idsByName(stack, apiKey)).get(name), { what: name })
  const response = await fetch(`${stack.apiUrl}/api/v1/messaging/conversations/${id}/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: randomUUID(), body }),
  })
  if (!response.ok) throw new Error(`answering ${name}: ${response.status} ${await response.text()}`)
}

async function idsByName(stack: SharedStack, apiKey: string): Promise<Map<string, string>> {
  const response = await fetch(`${stack.apiUrl}/api/v1/messaging/conversations?limit=100`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const { items } = (await response.json()) as ConversationPage
  return new Map(items.map(({ id, contact }) => [contact.name, id]))
}

/** What is still under way would undo what is made up. */
async function waitUntilSettled(database: pg.Client, { orgId }: Office): Promise<void> {
  const wanted = conversations.reduce((sum, { lines }) => sum + lines.length, 0)
  await waitFor(
    async () => {
      const { rows } = await database.query<{ settled: number }>(
        `SELECT count(*)::int AS settled FROM message
         WHERE org_id = $1 AND (direction = 'inbound' OR status IN ('delivered', 'read'))`,
        [orgId],
      )
      if (rows[0]?.settled !== wanted) throw new Error(`${rows[0]?.settled} of ${wanted}`)
      return true
    },
    { timeoutMs: 60_000, what: 'every staged message' },
  )
}

async function backdate(database: pg.Client, { orgId }: Office, staged: Staged): Promise<void> {
  const { rows } = await database.query<{ id: string }>(
    `SELECT c.id FROM conversation c JOIN contact p ON p.org_id = c.org_id AND p.id = c.contact_id
     WHERE c.org_id = $1 AND p.profile_name = $2`,
    [orgId, staged.name],
  )
  const id = rows[0]?.id
  for (const line of staged.lines) await backdateLine(database, [orgId, id, line.body], line)
  if (staged.neverWrote) {
    await database.query(
      `DELETE FROM message WHERE org_id = $1 AND conversation_id = $2 AND direction = 'inbound'`,
      [orgId, id],
    )
  }
  await database.query(summary, [orgId, id, staged.unread ?? 0])
}

async function backdateLine(database: pg.Client, key: unknown[], line: Line): Promise<void> {
  const status = line.from === 'them' ? 'received' : (line.status ?? 'read')
  await database.query(
    `UPDATE message SET occurred_at = now() - $4 * interval '1 minute',
       position = (extract(epoch FROM now() - $4 * interval '1 minute') * 1000000)::bigint,
       status = $5::message_status, error_code = $6
     WHERE org_id = $1 AND conversation_id = $2 AND body = $3`,
    [...key, line.minutesAgo, status, line.errorCode ?? null],
  )
}

/** What a conversation knows of its messages, as they now are. */
const summary = `
  WITH said AS (
    SELECT position, occurred_at, direction,
      row_number() OVER (PARTITION BY direction ORDER BY position DESC) AS back
    FROM message WHERE org_id = $1 AND conversation_id = $2
  )
  UPDATE conversation SET
    unread_count = $3::int,
    last_position = (SELECT max(position) FROM said),
    last_message_at = (SELECT max(occurred_at) FROM said),
    last_inbound_position = coalesce((SELECT max(position) FROM said WHERE direction = 'inbound'), 0),
    last_inbound_at = (SELECT max(occurred_at) FROM said WHERE direction = 'inbound'),
    read_position = coalesce((SELECT max(position) FROM said WHERE direction = 'outbound' OR back > $3::int), 0)
  WHERE org_id = $1 AND id = $2`
