import type { FoundMessage } from '@cloudpa/contracts/search'
import { Prisma, type Tx } from '@cloudpa/db'
import { columnsOfContact, presentContact, type ContactRow } from '../contacts/present-contact.js'
import type { Place } from '../conversations/cursor.js'
import { presentMessage } from '../outbound/present-message.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { findRanges } from './find-ranges.js'
import { conversationGram, gramsOfSearch } from './grams.js'
import { isFoundWithin, type Search } from './words.js'

/** Among so many of the newest messages a word that one in a hundred has is found often enough to fill a page. */
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

/** The newest messages that hold all that is looked for, with what of each was found. */
export async function findMessages(tx: Tx, search: Search, where: WhereToLook): Promise<FoundMessage[]> {
  const ids = await findIds(tx, search.words, where)
  return present(tx, where.orgId, ids, search)
}

async function findIds(
  tx: Tx,
  words: string[],
  { orgId, conversationId, before: { position, id } = end, limit }: WhereToLook,
): Promise<string[]> {
  const patterns = arrayLiteral(words.map((word) => (isFoundWithin(word) ? `%${word}%` : `% ${word}%`)))
  const behind = Prisma.sql`${position}::bigint, ${id}::uuid`
  if (conversationId === undefined) {
    const areShort = !words.some(isFoundWithin)
    const looked = areShort ? lookedForShort : lookedFirst
    const newest = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM find_among_newest(${patterns}::text[], ${behind}, ${looked}::int, ${limit}::int)`
    if (areShort || newest.length === limit) return newest.map(({ id }) => id)
  }
  const grams = gramsOfSearch(orgId, words)
  if (conversationId !== undefined) grams.push(conversationGram(orgId, conversationId))
  const all = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM find_by_grams(${arrayLiteral(grams)}::int[], ${patterns}::text[], ${behind}, ${limit}::int)`
  return all.map(({ id }) => id)
}

async function present(tx: Tx, orgId: string, ids: string[], search: Search): Promise<FoundMessage[]> {
  if (ids.length === 0) return []
  const messages = await tx.message.findMany({ where: { orgId, id: { in: ids } } })
  const byId = new Map(messages.map((message) => [message.id, message]))
  const contacts = await findContacts(tx, orgId, [
    ...new Set(messages.map(({ conversationId }) => conversationId)),
  ])
  return ids.flatMap((id) => {
    const row = byId.get(id)
    const contact = row && contacts.get(row.conversationId)
    if (!row || !contact) return []
    const message = presentMessage(row)
    return [{ message, contact: presentContact(contact), body: findRanges(message.content.body, search) }]
  })
}

/** The contacts of conversations, each looked up by its own key. */
async function findContacts(
  tx: Tx,
  orgId: string,
  conversationIds: string[],
): Promise<Map<string, ContactRow>> {
  const rows = await tx.$queryRaw<(ContactRow & { conversationId: string })[]>`
    SELECT o.id AS "conversationId", ${Prisma.raw(columnsOfContact('c'))}
    FROM unnest(${arrayLiteral(conversationIds)}::uuid[]) AS wanted (id), LATERAL (
      SELECT * FROM conversation WHERE id = wanted.id AND org_id = ${orgId}::uuid LIMIT 1
    ) AS o, LATERAL (
      SELECT * FROM contact WHERE id = o.contact_id AND org_id = ${orgId}::uuid LIMIT 1
    ) AS c`
  return new Map(rows.map((row) => [row.conversationId, row]))
}
