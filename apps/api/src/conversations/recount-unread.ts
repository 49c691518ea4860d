import type { Prisma } from '@cloudpa/db'

/**
 * Sets the unread counters of conversations to what stands behind their readers. The transaction must hold the rows
 * before this statement begins: what another one adds while this one waits would not be counted.
 */
export async function recountUnread(
  tx: Prisma.TransactionClient,
  conversations: { orgId: string; conversationId: string }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE conversation c SET unread_count = (
      SELECT count(*) FROM message m
      WHERE m.org_id = c.org_id AND m.conversation_id = c.id AND m.direction = 'inbound'
        AND m.position > c.read_position
    )
    WHERE (org_id, id) IN (
      SELECT * FROM unnest(
        ${conversations.map(({ orgId }) => orgId)}::uuid[],
        ${conversations.map(({ conversationId }) => conversationId)}::uuid[]
      )
    )`
}
