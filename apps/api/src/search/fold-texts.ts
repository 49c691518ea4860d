import type { Tx } from '@cloudpa/db'
import { Prisma } from '@cloudpa/db'
import { columnsOfContact, type ContactRow } from '../contacts/present-contact.js'
import { phoneVariants } from '../contacts/phone-variants.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { conversationGram, gramsOfWords, typoGrams } from './grams.js'
import { wordsOfMessage } from './words-of-message.js'
import { searchedText } from './words.js'

interface Body {
  id: string
  conversationId: string
  contactId: string
  isKept: boolean
  /** As it is kept so far, where it may have changed since. */
  keptText: string | null
  position: bigint
  body: string
  content: unknown
}

interface FoldedContact extends ContactRow {
  /** As it is kept so far. */
  folded: string | null
}

/**
 * Keeps the texts of messages that aren't kept yet, and of those with files where they say more by now: whom a card names,
 * and what a file is called, are known when the file is there. What other messages say never changes.
 * @returns the contacts of those that were not, and of all that customers wrote: those may tell another name
 */
export async function foldMessages(tx: Tx, orgId: string, messageIds: string[]): Promise<string[]> {
  if (messageIds.length === 0) return []
  const messages = await tx.$queryRaw<Body[]>`
    SELECT m.id, m.conversation_id AS "conversationId", o.contact_id AS "contactId",
           kept.message_id IS NOT NULL AS "isKept",
           CASE WHEN m.content->'media' IS NOT NULL THEN kept.folded END AS "keptText", m.position, m.body, m.content
    FROM unnest(${arrayLiteral(messageIds)}::uuid[]) AS wanted (id), LATERAL (
      SELECT * FROM message WHERE id = wanted.id AND org_id = ${orgId}::uuid LIMIT 1
    ) AS m LEFT JOIN LATERAL (
      SELECT message_id, folded FROM message_text WHERE message_id = m.id AND org_id = ${orgId}::uuid LIMIT 1
    ) AS kept ON true, LATERAL (
      SELECT contact_id FROM conversation WHERE id = m.conversation_id AND org_id = ${orgId}::uuid LIMIT 1
    ) AS o
    WHERE kept.message_id IS NULL OR m.direction = 'inbound' OR m.content->'media' IS NOT NULL`
  const kept = messages.flatMap((message) => {
    if (message.isKept && message.keptText === null) return []
    const folded = searchedText(wordsOfMessage(message))
    if (folded === (message.keptText ?? '')) return []
    const grams = gramsOfWords(orgId, wordsOf(folded))
    grams.push(conversationGram(orgId, message.conversationId))
    return [{ ...message, folded, grams: arrayLiteral(grams) }]
  })
  if (kept.length > 0) await keep(tx, orgId, kept)
  return [...new Set(messages.map(({ contactId }) => contactId))]
}

interface KeptBody extends Body {
  folded: string
  /** As PostgreSQL writes an array. */
  grams: string
}

async function keep(tx: Tx, orgId: string, kept: KeptBody[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO message_text (org_id, message_id, conversation_id, position, folded, grams)
    SELECT ${orgId}::uuid, id, conversation_id, position, folded, grams::int[] FROM unnest(
      ${arrayLiteral(kept.map(({ id }) => id))}::uuid[],
      ${arrayLiteral(kept.map(({ conversationId }) => conversationId))}::uuid[],
      ${arrayLiteral(kept.map(({ position }) => position))}::bigint[],
      ${arrayLiteral(kept.map(({ folded }) => folded))}::text[],
      ${arrayLiteral(kept.map(({ grams }) => grams))}::text[]
    ) AS kept (id, conversation_id, position, folded, grams)
    ON CONFLICT (message_id, org_id) DO UPDATE SET folded = excluded.folded, grams = excluded.grams
    WHERE message_text.folded <> excluded.folded`
}

/** Keeps the names and numbers of contacts as they are now. */
export async function foldContacts(tx: Tx, orgId: string, contactIds: string[]): Promise<void> {
  if (contactIds.length === 0) return
  const contacts = await tx.$queryRaw<FoldedContact[]>`
    SELECT ${Prisma.raw(columnsOfContact('c'))}, (
      SELECT folded FROM contact_text t WHERE t.contact_id = c.id AND t.org_id = ${orgId}::uuid
    ) AS folded
    FROM unnest(${arrayLiteral(contactIds)}::uuid[]) AS wanted (id), LATERAL (
      SELECT * FROM contact WHERE id = wanted.id AND org_id = ${orgId}::uuid LIMIT 1
    ) AS c`
  const kept = contacts.flatMap((contact) => {
    const folded = searchedText(namesOf(contact).join(' '), numbersOf(contact))
    if (folded === (contact.folded ?? '')) return []
    const words = wordsOf(folded)
    const grams = [...gramsOfWords(orgId, words), ...typoGrams(orgId, words)]
    return [{ id: contact.id, folded, grams: arrayLiteral(grams) }]
  })
  if (kept.length === 0) return
  await tx.$executeRaw`
    INSERT INTO contact_text (org_id, contact_id, folded, grams)
    SELECT ${orgId}::uuid, id, folded, grams::int[] FROM unnest(
      ${arrayLiteral(kept.map(({ id }) => id))}::uuid[],
      ${arrayLiteral(kept.map(({ folded }) => folded))}::text[],
      ${arrayLiteral(kept.map(({ grams }) => grams))}::text[]
    ) AS kept (id, folded, grams)
    ON CONFLICT (contact_id, org_id) DO UPDATE SET folded = excluded.folded, grams = excluded.grams`
}

/** All that somebody may be called. */
const namesOf = ({ ourName, profileName }: ContactRow): string[] =>
  [ourName, profileName].filter((name) => name !== null)

/** The digits of a contact's numbers, in all forms that one may have. */
const numbersOf = ({ handles }: ContactRow): string[] =>
  handles
    .filter(({ kind }) => kind === 'phone')
    .flatMap(({ value }) => phoneVariants(value).map((phone) => phone.slice(1)))

const wordsOf = (folded: string) => folded.split(' ').slice(1)
