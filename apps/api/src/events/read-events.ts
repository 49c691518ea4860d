import type { PrismaClient } from '@cloudpa/db'
import type { OrgEventKind } from './record-events.js'

export interface OrgEvent {
  /** Rises by one from event to event of an org, in the order in which readers see them. */
  seq: number
  kind: OrgEventKind
  conversationId: string | null
  messageId: string | null
}

/** @returns the number of each org's latest event, in the order asked for; 0 where nothing has happened yet */
export async function readHeads(prisma: PrismaClient, orgIds: string[]): Promise<number[]> {
  const rows = await prisma.orgSeq.findMany({ where: { orgId: { in: orgIds } } })
  const heads = new Map(rows.map(({ orgId, last }) => [orgId, Number(last)]))
  return orgIds.map((orgId) => heads.get(orgId) ?? 0)
}

/**
 * Reads what happened in an org after an event. A first event that is not the very next one says that those between
 * are no longer kept.
 * @returns at most `limit` events, oldest first, and the number of the latest of all
 */
export async function readEvents(
  prisma: PrismaClient,
  orgId: string,
  { after, limit }: { after: number; limit: number },
): Promise<{ head: number; events: OrgEvent[] }> {
  // One statement, so that both are of one moment.
  const rows = await prisma.$queryRaw<(OrgEvent & { head: bigint })[]>`
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
