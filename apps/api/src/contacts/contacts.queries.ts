import { mostFound } from '@cloudpa/contracts/contact-limits'
import type { ContactDetail, ContactField, ListedContact } from '@cloudpa/contracts/contacts'
import { Prisma, type Contact as ContactRecord, type Conversation, type Tx } from '@cloudpa/db'
import { presentNumber, shownOfNumber } from '../chat-accounts/present-number.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { phoneVariants } from './phone-variants.js'
import { columnsOfContact, presentContact, presentHandle, type ContactRow } from './present-contact.js'

/** Of so many, by name, a search reads the names and numbers. */
const maxSearched = 200_000
/** A number that is looked for has as many digits at least. */
const fewestDigits = 3

/** Where a page ended. */
export interface NamePlace {
  sortName: string
  id: string
}

/** What a list is of: patterns of a search's words as names are folded, each of which has to be found; or a number. */
interface Wanted {
  patterns: string[]
  /** The same of its words without their signs, where it has any: what is short stands at the beginning of a word. */
  bare: { patterns: string[]; beginnings: string[] } | null
  /** The forms of it; none for what is no number. */
  numbers: string[]
}

/** Each word is looked for in each name; nobody is known by more. */
const mostWords = 8
/** A word of fewer letters would be found in any name; scripts without spaces have such words. */
const shortest = 3

/** What parts words: in them are letters, digits and pictures. */
const betweenWords = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/u

/** Reads what was typed into a search field; null for nothing. It finds whomever the search of everything finds by it. */
export async function readSearch(tx: Tx, text: string | undefined): Promise<Wanted | null> {
  if (!text?.trim()) return null
  const [folded] = await tx.$queryRaw<{ text: string }[]>`SELECT fold_text(${text}) AS text`
  const typed = folded?.text.trim() ?? ''
  const words = typed.split(/\s+/).slice(0, mostWords)
  const bareWords = typed.split(betweenWords).filter(Boolean).slice(0, mostWords)
  // The 0 before a number is dialled at home alone.
  const bare = typed.replace('(0)', '').replaceAll(/[\s()+./-]/g, '')
  const digits = /^\d+$/.test(bare) ? bare.replace(/^0+/, '') : ''
  return {
    patterns: words.map(within),
    bare: bareWords.join(' ') === words.join(' ') ? null : bareOf(bareWords),
    numbers: digits.length < fewestDigits ? [] : formsOf(digits),
  }
}

const within = (word: string) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

/** Of single letters what counts is their signs. */
const bareOf = (words: string[]): Wanted['bare'] =>
  words.every((word) => word.length < 2)
    ? null
    : {
        patterns: words.map(within),
        beginnings: words.filter((word) => word.length < shortest).map((word) => String.raw`\m${word}`),
      }

/** A number in all forms that one may have, or the part of one. */
const formsOf = (digits: string) => [
  ...new Set([digits, ...phoneVariants(`+${digits}`).map((phone) => phone.slice(1))]),
]

/** Ids of contacts in the order of their names. */
export function findByName(
  tx: Tx,
  orgId: string,
  wanted: Wanted | null,
  { from, limit }: { from: NamePlace | null; limit: number },
): Promise<NamePlace[]> {
  return tx.$queryRaw`
    SELECT id, sort_name AS "sortName" FROM ${listOf(orgId, from)} AS listed
    WHERE ${isWanted(orgId, wanted)} ORDER BY sort_name, id LIMIT ${limit}`
}

/** How many there are; of a search, which goes on at every pause in typing, not beyond `mostFound`. */
export async function countByName(tx: Tx, orgId: string, wanted: Wanted | null): Promise<number> {
  const [counted] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM ${listOf(orgId, null, wanted === null)} AS listed
      WHERE ${isWanted(orgId, wanted)} ${wanted ? Prisma.sql`LIMIT ${mostFound}` : Prisma.empty}
    ) AS found`
  return counted?.count ?? 0
}

/** Read in the index's order, and no further than a search goes: neither matching nor counting asks for more. */
function listOf(orgId: string, from: NamePlace | null, whole = false): Prisma.Sql {
  const behind = from ? Prisma.sql`AND (sort_name, id) > (${from.sortName}, ${from.id}::uuid)` : Prisma.empty
  const limit = whole ? Prisma.empty : Prisma.sql`LIMIT ${maxSearched}`
  return Prisma.sql`(
    SELECT id, sort_name, other_name FROM contact WHERE org_id = ${orgId}::uuid AND sort_name IS NOT NULL ${behind}
    ORDER BY sort_name, id ${limit})`
}

function isWanted(orgId: string, wanted: Wanted | null): Prisma.Sql {
  if (!wanted) return Prisma.sql`true`
  const { patterns, bare } = wanted
  const names = Prisma.sql`CASE WHEN other_name IS NULL THEN sort_name ELSE sort_name || ' ' || other_name END`
  const like = (some: string[]) => Prisma.sql`${names} LIKE ALL (${arrayLiteral(some)}::text[])`
  const bareToo = bare
    ? Prisma.sql`OR (${like(bare.patterns)} AND ${names} ~ ALL (${arrayLiteral(bare.beginnings)}::text[]))`
    : Prisma.empty
  const named = Prisma.sql`(${like(patterns)} ${bareToo})`
  if (wanted.numbers.length === 0) return named
  return Prisma.sql`(${named} OR id IN (
    SELECT contact_id FROM (
      SELECT contact_id, value FROM handle WHERE org_id = ${orgId}::uuid AND kind = 'phone' LIMIT ${maxSearched}
    ) AS phones WHERE value LIKE ANY (${arrayLiteral(wanted.numbers.map((digits) => `%${digits}%`))}::text[])))`
}

type ListedRow = ContactRow & { conversationId: string | null; lastMessageAt: Date | null }

/** Contacts as a list shows them, in the order of their ids. */
export async function presentListed(tx: Tx, orgId: string, ids: string[]): Promise<ListedContact[]> {
  const rows = await tx.$queryRaw<ListedRow[]>`
    SELECT ${Prisma.raw(columnsOfContact('c'))},
           v.id AS "conversationId", v.last_message_at AS "lastMessageAt"
    FROM unnest(${arrayLiteral(ids)}::uuid[]) WITH ORDINALITY AS wanted (id, place), LATERAL (
      SELECT * FROM contact WHERE org_id = ${orgId}::uuid AND id = wanted.id LIMIT 1
    ) AS c LEFT JOIN LATERAL (
      SELECT id, last_message_at FROM conversation WHERE org_id = ${orgId}::uuid AND contact_id = c.id
      ORDER BY last_position DESC LIMIT 1
    ) AS v ON true
    ORDER BY wanted.place`
  return rows.map(({ conversationId, lastMessageAt, ...row }) => ({
    ...presentContact(row),
    conversationId,
    lastMessageAt: lastMessageAt?.toISOString() ?? null,
  }))
}

/** What an export writes of a contact. */
export interface ExportedRow extends ContactRow {
  about: string
  fields: ContactField[]
  createdAt: Date
}

export function findExported(tx: Tx, orgId: string, ids: string[]): Promise<ExportedRow[]> {
  return tx.$queryRaw`
    SELECT ${Prisma.raw(columnsOfContact('c'))},
           c.about, c.fields, c.created_at AS "createdAt"
    FROM unnest(${arrayLiteral(ids)}::uuid[]) WITH ORDINALITY AS wanted (id, place), LATERAL (
      SELECT * FROM contact WHERE org_id = ${orgId}::uuid AND id = wanted.id LIMIT 1
    ) AS c
    ORDER BY wanted.place`
}

/** All that is known of a contact; undefined for one that is gone or another org's. */
export async function findDetail(tx: Tx, orgId: string, id: string): Promise<ContactDetail | undefined> {
  const contact = await tx.contact.findUnique({ where: { orgId_id: { orgId, id } } })
  if (!contact) return undefined
  const handles = await tx.handle.findMany({
    where: { orgId, contactId: id },
    orderBy: [{ kind: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
  })
  // At most as many as the org has numbers.
  const conversations = await tx.conversation.findMany({
    where: { orgId, contactId: id },
    orderBy: [{ lastPosition: 'desc' }, { id: 'desc' }],
    include: { chatAccount: { select: shownOfNumber } },
  })
  const heard = conversations.flatMap(({ lastInboundAt }) => (lastInboundAt ? [lastInboundAt.getTime()] : []))
  const firsts: number[] = []
  for (const one of conversations) if (one.lastInboundAt) firsts.push(...(await firstInboundOf(tx, one)))
  return {
    ...presentContact({ ...contact, handles }),
    ...noted(contact),
    handles: handles.map(presentHandle),
    firstInboundAt: firsts.length > 0 ? new Date(Math.min(...firsts)).toISOString() : null,
    lastInboundAt: heard.length > 0 ? new Date(Math.max(...heard)).toISOString() : null,
    conversations: conversations.map((row) => ({
      id: row.id,
      number: presentNumber(row.chatAccount),
      lastMessageAt: row.lastMessageAt.toISOString(),
      unreadCount: row.unreadCount,
      state: row.state,
    })),
    createdAt: contact.createdAt.toISOString(),
    revision: contact.revision,
  }
}

const noted = ({ about, fields }: Pick<ContactRecord, 'about' | 'fields'>) => ({
  about,
  fields: fields as ContactField[],
})

/** When the customer first wrote in a conversation. */
export async function firstInboundOf(
  tx: Tx,
  { orgId, id }: Pick<Conversation, 'orgId' | 'id'>,
): Promise<number[]> {
  const first = await tx.message.findFirst({
    where: { orgId, conversationId: id, direction: 'inbound' },
    orderBy: { position: 'asc' },
    select: { occurredAt: true },
  })
  return first ? [first.occurredAt.getTime()] : []
}
