import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Message as MessageContract, MessagePage } from '@cloudpa/contracts/messages'
import type { Conversation as ConversationRow, Prisma, Tx } from '@cloudpa/db'
import { presentContact, type ContactRow } from '../contacts/present-contact.js'
import { windowMs } from '../outbound/free-text-window.js'
import { presentMessage } from '../outbound/present-message.js'
import { readCursor, writeCursor, type Place } from './cursor.js'

/** A page of an org's conversations, newest first. */
export async function listConversations(
  tx: Tx,
  orgId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<ConversationPage> {
  const rows = await tx.conversation.findMany({
    where: { orgId, ...(cursor === undefined ? {} : conversationsBehind(readCursor(cursor))) },
    orderBy: [{ lastPosition: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  return {
    items: await present(tx, orgId, page),
    nextCursor: nextCursor(rows, page, ({ lastPosition, id }) => ({ position: lastPosition, id })),
  }
}

/** The org's conversations with these ids, in no order; ids of other orgs are just not there. */
export async function findConversations(tx: Tx, orgId: string, ids: string[]): Promise<Conversation[]> {
  const rows = await tx.conversation.findMany({ where: { orgId, id: { in: ids } } })
  return present(tx, orgId, rows)
}

/** A page of a conversation in reading order, from the cursor (or the end) backwards. */
export async function listMessages(
  tx: Tx,
  key: { orgId: string; conversationId: string },
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MessagePage> {
  const rows = await tx.message.findMany({
    where: { ...key, ...(cursor === undefined ? {} : messagesBehind(readCursor(cursor))) },
    orderBy: [{ position: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  return {
    items: page.map(presentMessage).toReversed(),
    nextCursor: nextCursor(rows, page, (row) => row),
  }
}

/**
 * Brings conversations together with their contacts and last messages, each looked up by its own key: by Prisma's
 * `include`, which names the org once for every row, PostgreSQL reads all contacts of a big org.
 */
async function present(tx: Tx, orgId: string, rows: ConversationRow[]): Promise<Conversation[]> {
  if (rows.length === 0) return []
  const contacts = await findContacts(
    tx,
    orgId,
    rows.map(({ contactId }) => contactId),
  )
  const lastMessages = await tx.message.findMany({
    where: {
      orgId,
      OR: rows.map(({ id, lastPosition }) => ({ conversationId: id, position: lastPosition })),
    },
  })
  const lastOf = new Map<string, MessageContract>(
    lastMessages.map((row) => [row.conversationId, presentMessage(row)]),
  )
  return rows.flatMap((row) => {
    const contact = contacts.get(row.contactId)
    return contact ? [presentConversation(row, contact, lastOf.get(row.id) ?? null)] : []
  })
}

async function findContacts(tx: Tx, orgId: string, ids: string[]): Promise<Map<string, ContactRow>> {
  const rows = await tx.$queryRaw<ContactRow[]>`
    SELECT c.id, c.profile_name AS "profileName", (
      SELECT coalesce(json_agg(json_build_object('kind', h.kind, 'value', h.value) ORDER BY h.created_at), '[]')
      FROM handle h WHERE h.org_id = c.org_id AND h.contact_id = c.id
    ) AS handles
    FROM contact c WHERE c.org_id = ${orgId}::uuid AND c.id = ANY(${ids}::uuid[])`
  return new Map(rows.map((row) => [row.id, row]))
}

function presentConversation(
  row: ConversationRow,
  contact: ContactRow,
  lastMessage: MessageContract | null,
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

const messagesBehind = ({ position, id }: Place): Prisma.MessageWhereInput => ({
  position: { lte: position },
  NOT: { position, id: { gte: id } },
})

function nextCursor<T>(rows: T[], page: T[], placeOf: (row: T) => Place): string | null {
  const last = page.at(-1)
  return last && rows.length > page.length ? writeCursor(placeOf(last)) : null
}
