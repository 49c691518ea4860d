import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import {
  Prisma,
  type Conversation as ConversationRow,
  type Message as MessageRow,
  type Tx,
} from '@cloudpa/db'
import { handlesOfContact, presentContact, type ContactRow } from '../contacts/present-contact.js'
import { windowMs } from '../outbound/free-text-window.js'
import { presentMessage } from '../outbound/present-message.js'
import { AppError } from '../platform/app-error.js'
import { readCursor, writeCursor, type Place } from './cursor.js'

/** A page of an org's conversations, newest first. */
export async function listConversations(
  tx: Tx,
  orgId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Omit<ConversationPage, 'eventId'>> {
  const from = cursor === undefined ? undefined : readCursor(cursor)
  if (from?.towards === 'newer') throw new AppError('cursor')
  const rows = await tx.conversation.findMany({
    where: { orgId, ...(from && conversationsBehind(from)) },
    orderBy: [{ lastPosition: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: await present(tx, page),
    nextCursor: last ? writeCursor({ position: last.lastPosition, id: last.id }) : null,
  }
}

/** An org's conversation as it is shown; undefined for one that is gone or another org's. */
export async function findConversation(tx: Tx, orgId: string, id: string): Promise<Conversation | undefined> {
  const rows = await tx.conversation.findMany({ where: { orgId, id } })
  const [found] = await present(tx, rows)
  return found
}

/**
 * Brings conversations together with their contacts and last messages, each looked up by its own key: by Prisma's
 * `include`, which names the org once for every row, PostgreSQL reads all contacts of a big org.
 */
async function present(tx: Tx, rows: ConversationRow[]): Promise<Conversation[]> {
  if (rows.length === 0) return []
  const contacts = await findContacts(tx, rows)
  const messages = await findLastMessages(tx, rows)
  const lastOf = new Map(messages.map((message) => [placeKey(message, message.position), message]))
  return rows.flatMap((row) => {
    const contact = contacts.get(contactKey(row.orgId, row.contactId))
    const last = lastOf.get(lastKey(row))
    return contact ? [presentConversation(row, contact, last ? presentMessage(last) : null)] : []
  })
}

const placeKey = ({ orgId, conversationId }: { orgId: string; conversationId: string }, position: bigint) =>
  `${orgId} ${conversationId} ${position}`
const lastKey = ({ orgId, id, lastPosition }: ConversationRow) =>
  placeKey({ orgId, conversationId: id }, lastPosition)
const contactKey = (orgId: string, id: string) => `${orgId} ${id}`

async function findLastMessages(tx: Tx, rows: ConversationRow[]): Promise<MessageRow[]> {
  const places = rows.map(({ orgId, id, lastPosition }) => ({
    orgId,
    conversationId: id,
    position: lastPosition,
  }))
  return tx.message.findMany({ where: { OR: places } })
}

async function findContacts(tx: Tx, rows: ConversationRow[]): Promise<Map<string, ContactRow>> {
  const contacts = await tx.$queryRaw<(ContactRow & { orgId: string })[]>`
    SELECT c.org_id AS "orgId", c.id, c.profile_name AS "profileName", ${Prisma.raw(handlesOfContact('c'))} AS handles
    FROM unnest(${rows.map(({ orgId }) => orgId)}::uuid[], ${rows.map(({ contactId }) => contactId)}::uuid[])
      AS wanted (org_id, id), LATERAL (
      SELECT * FROM contact WHERE (org_id, id) = (wanted.org_id, wanted.id) LIMIT 1
    ) AS c`
  return new Map(contacts.map((row) => [contactKey(row.orgId, row.id), row]))
}

/** What of a conversation is shown. */
export type ShownConversation = Pick<
  ConversationRow,
  'id' | 'chatAccountId' | 'lastMessageAt' | 'lastInboundAt' | 'unreadCount' | 'revision'
> & { readPosition: bigint | string }

/** A conversation as the API shows it. */
export function presentConversation(
  row: ShownConversation,
  contact: ContactRow,
  lastMessage: Message | null,
): Conversation {
  return {
    id: row.id,
    contact: presentContact(contact),
    chatAccountId: row.chatAccountId,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastMessage,
    unreadCount: row.unreadCount,
    readPosition: Number(row.readPosition),
    revision: row.revision,
    windowExpiresAt: row.lastInboundAt && new Date(row.lastInboundAt.getTime() + windowMs).toISOString(),
  }
}

// Two may share a microsecond: then the id decides. Said without OR, which PostgreSQL would not look up by an index.
const conversationsBehind = ({ position, id }: Place): Prisma.ConversationWhereInput => ({
  lastPosition: { lte: position },
  NOT: { lastPosition: position, id: { gte: id } },
})
