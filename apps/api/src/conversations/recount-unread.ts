import type { Tx } from '@cloudpa/db'

/**
 * Sets the unread counters of conversations to what stands behind their readers. The transaction must hold the rows
 * before this statement begins: what another one adds while this one waits would not be counted.
 * @returns how many counters were wrong; the others are not written
 */
export function recountUnread(
  tx: Tx,
  conversations: { orgId: string; conversationId: string }[],
): Promise<number> {
  return tx.$executeRaw`
    UPDATE conversation SET unread_count = counted.unread, revision = revision + 1
    FROM (
      SELECT c.org_id, c.id, (
        SELECT count(*) FROM message m
        WHERE m.org_id = c.org_id AND m.conversation_id = c.id AND m.direction = 'inbound'
          AND m.position > c.read_position
      ) AS unread
      FROM conversation c
      WHERE (c.org_id, c.id) IN (
        SELECT * FROM unnest(
          ${conversations.map(({ orgId }) => orgId)}::uuid[],
          ${conversations.map(({ conversationId }) => conversationId)}::uuid[]
        )
      )
    ) AS counted
    WHERE (conversation.org_id, conversation.id) = (counted.org_id, counted.id)
      AND conversation.unread_count <> counted.unread`
}
