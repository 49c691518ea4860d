import { mostCounted } from '@cloudpa/contracts/search-limits'
import type { FoundMessage } from '@cloudpa/contracts/search'
import type { Statement } from '@cloudpa/db'
import { columnsOfContact, presentContact, type ContactRow } from '../contacts/present-contact.js'
import type { Place } from '../conversations/cursor.js'
import { columnsOfMessage, presentMessageRow, type MessageRow } from '../conversations/load-changed.js'
import { findRanges } from './find-ranges.js'
import { conversationGram, gramsOfSearch } from './grams.js'
import { isFoundWithin, patternsOf, type Search } from './words.js'

/** Among so many of the newest messages a word that one in fifty has is found often enough to fill a page. */
const lookedFirst = 2_000
/** Of a letter or two as many messages may be found as there are at all, so they are looked for no further back. */
const lookedForShort = 20_000
/** Before all of a list that goes from the newest to the oldest. */
const end: Place = { position: 2n ** 63n - 1n, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

export interface WhereToLook {
  orgId: string
  /** Of which conversation the messages are to be, if of one alone. */
  conversationId?: string | undefined
  before?: Place | undefined
  limit: number
}

/** A message that was found, with its contact. */
export type FoundRow = MessageRow & { contact: ContactRow }

/** Each is looked up by its own key. */
const text = `
  SELECT m.conversation_id AS "conversationId", row_to_json(c) AS contact, ${columnsOfMessage('m')}
  FROM (
    SELECT $1::uuid AS org_id, found.id, found.place
    FROM find_messages($2::text[], $3::int[], $4::bigint, $5::uuid, $6::int, $7::int) WITH ORDINALITY AS found (id, place)
  ) AS named, LATERAL (
    SELECT * FROM message WHERE (org_id, id) = (named.org_id, named.id) LIMIT 1
  ) AS m, LATERAL (
    SELECT * FROM conversation WHERE (org_id, id) = (m.org_id, m.conversation_id) LIMIT 1
  ) AS o, LATERAL (
    SELECT ${columnsOfContact('contact')} FROM contact WHERE (org_id, id) = (o.org_id, o.contact_id) LIMIT 1
  ) AS c
  ORDER BY named.place`

/** What asks for the newest messages that hold all that is looked for. */
export function selectMessages(
  { words }: Search,
  { orgId, conversationId, before: { position, id } = end, limit }: WhereToLook,
): Statement {
  const areShort = conversationId === undefined && !words.some(isFoundWithin)
  const grams = gramsOfSearch(orgId, words)
  if (conversationId !== undefined) grams.push(conversationGram(orgId, conversationId))
  const looked = conversationId === undefined ? lookedFirst : 0
  return {
    name: 'find messages',
    text,
    values: [
      orgId,
      patternsOf(words),
      areShort ? null : grams,
      String(position),
      id,
      areShort ? lookedForShort : looked,
      limit,
    ],
  }
}

/** What asks whether there is such a conversation, and in how many of its messages stands all that is looked for. */
export function selectConversation(
  { words }: Search,
  { orgId, conversationId, before }: WhereToLook & { conversationId: string },
): Statement {
  const grams = [...gramsOfSearch(orgId, words), conversationGram(orgId, conversationId)]
  return {
    name: 'find conversation',
    text: `
      SELECT CASE WHEN $5 THEN count_messages($3::text[], $4::int[], ${mostCounted}) END AS count
      FROM (SELECT $1::uuid AS org_id, $2::uuid AS id) AS named, LATERAL (
        SELECT FROM conversation WHERE (org_id, id) = (named.org_id, named.id) LIMIT 1
      ) AS own`,
    values: [orgId, conversationId, patternsOf(words), grams, before === undefined && words.length > 0],
  }
}

/** What was found, with what of each was looked for. */
export function presentFound(rows: FoundRow[], search: Search): FoundMessage[] {
  return rows.flatMap((row) => {
    const message = presentMessageRow(row)
    if (!message) return []
    const contact = presentContact(row.contact)
    return [{ message, contact, body: findRanges(message.content.body, search) }]
  })
}
