import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import type { Conversation as ConversationRow, Message as MessageRow, Prisma, Tx } from '@cloudpa/db'
import { presentContact, type ContactRow } from '../contacts/present-contact.js'
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
    items: (await present(tx, page, [])).map(({ conversation }) => conversation),
    nextCursor: last ? writeCursor({ position: last.lastPosition, id: last.id }) : null,
  }
}

export interface IdsOfOrg {
  orgId: string
  ids: string[]
}

interface Found {
  orgId: string
  conversation: Conversation
}

/**
 * The orgs' conversations with these ids, in no order; ids of other orgs are just not there.
 * @param messages what is at hand already: last messages among them are not looked up again
 */
export async function findConversations(
  tx: Tx,
  wanted: IdsOfOrg[],
  messages: MessageRow[] = [],
): Promise<Found[]> {
  const rows = await tx.conversation.findMany({ where: { OR: wanted.map(rowsWith) } })
  return present(tx, rows, messages)
}

/** The orgs' messages with these ids, in no order. */
export function findMessages(tx: Tx, wanted: IdsOfOrg[]): Promise<MessageRow[]> {
  return tx.message.findMany({ where: { OR: wanted.map(rowsWith) } })
}

const rowsWith = ({ orgId, ids }: IdsOfOrg) => ({ orgId, id: { in: ids } })

/**
 * Brings conversations together with their contacts and last messages, each looked up by its own key: by Prisma's
 * `include`, which names the org once for every row, PostgreSQL reads all contacts of a big org.
 */
async function present(tx: Tx, rows: ConversationRow[], messages: MessageRow[]): Promise<Found[]> {
  if (rows.length === 0) return []
  const contacts = await findContacts(tx, rows)
  const lastOf = new Map(messages.map((message) => [placeKey(message, message.position), message]))
  const missing = rows.filter((row) => !lastOf.has(lastKey(row)))
  for (const message of await findLastMessages(tx, missing)) {
    lastOf.set(placeKey(message, message.position), message)
  }
  return rows.flatMap((row) => {
    const contact = contacts.get(contactKey(row.orgId, row.contactId))
    const last = lastOf.get(lastKey(row))
    if (!contact) return []
    return [
      {
        orgId: row.orgId,
        conversation: presentConversation(row, contact, last ? presentMessage(last) : null),
      },
    ]
  })
}

const placeKey = ({ orgId, conversationId }: { orgId: string; conversationId: string }, position: bigint) =>
  `${orgId} ${conversationId} ${position}`
const lastKey = ({ orgId, id, lastPosition }: ConversationRow) =>
  placeKey({ orgId, conversationId: id }, lastPosition)
const contactKey = (orgId: string, id: string) => `${orgId} ${id}`

async function findLastMessages(tx: Tx, rows: ConversationRow[]): Promise<MessageRow[]> {
  if (rows.length === 0) return []
  const places = rows.map(({ orgId, id, lastPosition }) => ({
    orgId,
    conversationId: id,
    position: lastPosition,
  }))
  return tx.message.findMany({ where: { OR: places } })
}

async function findContacts(tx: Tx, rows: ConversationRow[]): Promise<Map<string, ContactRow>> {
  const contacts = await tx.$queryRaw<(ContactRow & { orgId: string })[]>`
    SELECT c.org_id AS "orgId", c.id, c.profile_name AS "profileName", (
      SELECT coalesce(json_agg(json_build_object('kind', h.kind, 'value', h.value) ORDER BY h.created_at), '[]')
      FROM handle h WHERE h.org_id = c.org_id AND h.contact_id = c.id
    ) AS handles
    FROM unnest(${rows.map(({ orgId }) => orgId)}::uuid[], ${rows.map(({ contactId }) => contactId)}::uuid[])
      AS wanted (org_id, id), LATERAL (
      SELECT * FROM contact WHERE (org_id, id) = (wanted.org_id, wanted.id) LIMIT 1
    ) AS c`
  return new Map(contacts.map((row) => [contactKey(row.orgId, row.id), row]))
}

function presentConversation(
  row: ConversationRow,
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
