import type { Tx } from '@cloudpa/db'
import type { OrgEventKind } from './record-events.js'

export interface OrgEvent {
  /** Rises by one from event to event of an org, in the order in which readers see them. */
  seq: number
  kind: OrgEventKind
  conversationId: string | null
  messageId: string | null
}

/**
 * Reads what happened in an org after an event. A first event that is not the very next one says that those between
 * are no longer kept.
 * @returns at most `limit` events, oldest first, and the number of the latest of all
 */
export async function readEvents(
  tx: Tx,
  orgId: string,
  { after, limit }: { after: number; limit: number },
): Promise<{ head: number; events: OrgEvent[] }> {
  // One statement, so that both are of one moment.
  const rows = await tx.$queryRaw<(OrgEvent & { head: bigint })[]>`
    SELECT s.last AS head, e.seq, e.kind, e.conversation_id AS "conversationId", e.message_id AS "messageId"
    FROM org_seq s LEFT JOIN LATERAL (
      SELECT * FROM org_event
      WHERE org_id = s.org_id AND seq > ${after} ORDER BY seq LIMIT ${limit}
    ) e ON true
    WHERE s.org_id = ${orgId}::uuid
    ORDER BY e.seq`
  return {
    head: Number(rows[0]?.head ?? 0),
    events: rows.filter(({ seq }) => seq !== null).map((row) => ({ ...row, seq: Number(row.seq) })),
  }
}
