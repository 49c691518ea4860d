import type { ConversationCounts, ConversationFacts } from '@cloudpa/contracts/conversations'
import type { ChatAccount, Tx } from '@cloudpa/db'
import { presentHandle } from '../contacts/present-contact.js'
import { notFound } from '../platform/app-error.js'
import type { Thread } from './page-messages.js'

/** A screen's head asks this often, so that an org of any size costs no more than this many rows. */
const mostCounted = 10_000

const shownOfNumber = { id: true, name: true, address: true, active: true, removedAt: true } as const

/**
 * What is known of a contact, as seen from one of their conversations.
 * @throws {AppError} not_found when the conversation is none of the contact's
 */
export async function gatherFacts(
  tx: Tx,
  { orgId, contactId, conversationId }: { orgId: string; contactId: string; conversationId: string },
): Promise<ConversationFacts> {
  const handles = await tx.handle.findMany({
    where: { orgId, contactId },
    orderBy: [{ kind: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { kind: true, value: true },
  })
  // At most as many as the org has numbers.
  const rows = await tx.conversation.findMany({
    where: { orgId, contactId },
    orderBy: [{ lastPosition: 'desc' }, { id: 'desc' }],
    include: { chatAccount: { select: shownOfNumber } },
  })
  const own = rows.find(({ id }) => id === conversationId)
  if (!own) throw notFound()
  const firsts: number[] = []
  for (const { id } of rows) firsts.push(...(await firstInboundOf(tx, { orgId, conversationId: id })))
  return {
    handles: handles.map(presentHandle),
    firstInboundAt: firsts.length > 0 ? new Date(Math.min(...firsts)).toISOString() : null,
    lastInboundAt: own.lastInboundAt?.toISOString() ?? null,
    number: presentNumber(own.chatAccount),
    otherConversations: rows
      .filter((row) => row !== own)
      .map((row) => ({
        id: row.id,
        number: presentNumber(row.chatAccount),
        lastMessageAt: row.lastMessageAt.toISOString(),
        unreadCount: row.unreadCount,
      })),
  }
}

/** When the customer first wrote in a conversation, if they did. */
async function firstInboundOf(tx: Tx, thread: Thread): Promise<number[]> {
  const first = await tx.message.findFirst({
    where: { ...thread, direction: 'inbound' },
    orderBy: { position: 'asc' },
    select: { occurredAt: true },
  })
  return first ? [first.occurredAt.getTime()] : []
}

type ShownNumber = Pick<ChatAccount, keyof typeof shownOfNumber>

function presentNumber({ id, name, address, active, removedAt }: ShownNumber): ConversationFacts['number'] {
  const { formatted } = presentHandle({ kind: 'phone', value: address })
  const state = removedAt ? 'removed' : active ? 'active' : 'paused'
  return { chatAccountId: id, name, formatted, state }
}

/** Counts an org's conversations, the newest first and no more than a head can show. */
export async function countConversations(tx: Tx, orgId: string): Promise<ConversationCounts> {
  const [counted] = await tx.$queryRaw<{ total: number; unread: number }[]>`
    SELECT count(*)::int AS total, (count(*) FILTER (WHERE unread_count > 0))::int AS unread
    FROM (
      SELECT unread_count FROM conversation WHERE org_id = ${orgId}::uuid
      ORDER BY last_position DESC, id DESC LIMIT ${mostCounted}
    ) AS newest`
  const { total = 0, unread = 0 } = counted ?? {}
  return { total, unread, isExact: total < mostCounted }
}
