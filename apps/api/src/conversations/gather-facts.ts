import type { ConversationCounts, ConversationFacts } from '@cloudpa/contracts/conversations'
import type { Tx } from '@cloudpa/db'
import { presentHandle } from '../contacts/present-contact.js'
import { notFound } from '../platform/app-error.js'

/** A screen's head asks this often, so that an org of any size costs no more than this many rows. */
const mostCounted = 10_000

interface Row {
  id: string
  chatAccountId: string
  name: string | null
  address: string
  active: boolean
  removedAt: Date | null
  lastMessageAt: Date
  lastInboundAt: Date | null
  firstInboundAt: Date | null
  unreadCount: number
}

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
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { kind: true, value: true },
  })
  const rows = await conversationsOf(tx, orgId, contactId)
  const own = rows.find(({ id }) => id === conversationId)
  if (!own) throw notFound()
  const firsts = rows.flatMap(({ firstInboundAt }) => firstInboundAt?.getTime() ?? [])
  return {
    handles: handles.map(presentHandle),
    firstInboundAt: firsts.length > 0 ? new Date(Math.min(...firsts)).toISOString() : null,
    lastInboundAt: own.lastInboundAt?.toISOString() ?? null,
    number: presentNumber(own),
    otherConversations: rows
      .filter((row) => row !== own)
      .map((row) => ({
        id: row.id,
        number: presentNumber(row),
        lastMessageAt: row.lastMessageAt.toISOString(),
        unreadCount: row.unreadCount,
      })),
  }
}

/** A contact's conversations, newest first: at most as many as the org has numbers. */
function conversationsOf(tx: Tx, orgId: string, contactId: string): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT c.id, c.chat_account_id AS "chatAccountId", a.name, a.address, a.active, a.removed_at AS "removedAt",
      c.last_message_at AS "lastMessageAt", c.last_inbound_at AS "lastInboundAt", c.unread_count AS "unreadCount", (
        SELECT m.occurred_at FROM message m
        WHERE m.org_id = c.org_id AND m.conversation_id = c.id AND m.direction = 'inbound'
        ORDER BY m.position LIMIT 1
      ) AS "firstInboundAt"
    FROM conversation c JOIN chat_account a ON (a.org_id, a.id) = (c.org_id, c.chat_account_id)
    WHERE c.org_id = ${orgId}::uuid AND c.contact_id = ${contactId}::uuid
    ORDER BY c.last_position DESC, c.id DESC`
}

function presentNumber({
  chatAccountId,
  name,
  address,
  active,
  removedAt,
}: Row): ConversationFacts['number'] {
  const { formatted } = presentHandle({ kind: 'phone', value: address })
  const state = removedAt ? 'removed' : active ? 'active' : 'paused'
  return { chatAccountId, name, formatted, state }
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
