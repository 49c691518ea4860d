import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Message as MessageContract, MessagePage } from '@cloudpa/contracts/messages'
import type { Prisma, PrismaClient } from '@cloudpa/db'
import { presentContact } from '../contacts/present-contact.js'
import { windowMs } from '../outbound/free-text-window.js'
import { presentMessage } from '../outbound/present-message.js'
import { readCursor, writeCursor, type Place } from './cursor.js'

const withContact = {
  contact: { include: { handles: { orderBy: { createdAt: 'asc' } } } },
} satisfies Prisma.ConversationInclude

type ConversationRow = Prisma.ConversationGetPayload<{ include: typeof withContact }>

/** A page of an org's conversations, newest first. */
export async function listConversations(
  prisma: PrismaClient,
  orgId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<ConversationPage> {
  const rows = await prisma.conversation.findMany({
    where: { orgId, ...(cursor === undefined ? {} : conversationsBehind(readCursor(cursor))) },
    orderBy: [{ lastPosition: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: withContact,
  })
  const page = rows.slice(0, limit)
  return {
    items: await present(prisma, orgId, page),
    nextCursor: nextCursor(rows, page, ({ lastPosition, id }) => ({ position: lastPosition, id })),
  }
}

/** The org's conversations with these ids, in no order; ids of other orgs are just not there. */
export async function findConversations(
  prisma: PrismaClient,
  orgId: string,
  ids: string[],
): Promise<Conversation[]> {
  const rows = await prisma.conversation.findMany({ where: { orgId, id: { in: ids } }, include: withContact })
  return present(prisma, orgId, rows)
}

/** A page of a conversation in reading order, from the cursor (or the end) backwards. */
export async function listMessages(
  prisma: PrismaClient,
  key: { orgId: string; conversationId: string },
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MessagePage> {
  const rows = await prisma.message.findMany({
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

async function present(
  prisma: PrismaClient,
  orgId: string,
  rows: ConversationRow[],
): Promise<Conversation[]> {
  const last = await prisma.message.findMany({
    where: {
      orgId,
      OR: rows.map(({ id, lastPosition }) => ({ conversationId: id, position: lastPosition })),
    },
  })
  const lastOf = new Map<string, MessageContract>(
    last.map((row) => [row.conversationId, presentMessage(row)]),
  )
  return rows.map((row) => ({
    id: row.id,
    contact: presentContact(row.contact),
    chatAccountId: row.chatAccountId,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastMessage: lastOf.get(row.id) ?? null,
    unreadCount: row.unreadCount,
    readPosition: Number(row.readPosition),
    revision: row.revision,
    windowExpiresAt: row.lastInboundAt && new Date(row.lastInboundAt.getTime() + windowMs).toISOString(),
  }))
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
