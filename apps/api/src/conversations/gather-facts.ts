import type { ConversationFacts } from '@cloudpa/contracts/conversations'
import type { Tx } from '@cloudpa/db'
import { presentNumber, shownOfNumber } from '../chat-accounts/present-number.js'
import { firstInboundOf } from '../contacts/contacts.queries.js'
import { presentHandle } from '../contacts/present-contact.js'
import { notFound } from '../platform/app-error.js'

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
  // Where nobody ever wrote, the look-up would read the whole conversation to find that out.
  for (const { id, lastInboundAt } of rows) {
    if (lastInboundAt) firsts.push(...(await firstInboundOf(tx, { orgId, id })))
  }
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
