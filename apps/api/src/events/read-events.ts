import type { Statement, Tx } from '@cloudpa/db'
import type { OrgEventKind } from './record-events.js'

export interface OrgEvent {
  /** Rises by one from event to event of an org, in the order in which readers see them. */
  seq: number
  kind: OrgEventKind
  conversationId: string | null
  messageId: string | null
  contactId: string | null
  noteId: string | null
  /** Of which member's screens alone it is a matter; null where it is everybody's. */
  memberId: string | null
}

/** The number of an org's latest event; 0 where nothing has happened yet. */
export async function readHead(tx: Tx, orgId: string): Promise<number> {
  const row = await tx.orgSeq.findUnique({ where: { orgId } })
  return Number(row?.last ?? 0)
}

/** Asks one statement in the scope of some orgs. */
export type AskOrgs = <T extends object>(statement: Statement) => Promise<T[]>

/** What happened in an org: some of its events, oldest first, and the number of the latest of all. */
export interface News {
  head: number
  events: OrgEvent[]
}

/**
 * Reads what happened in orgs after an event of each. A first event that is not the very next one says that those
 * between are no longer kept, or are too many.
 * @param heard by org, the number of the event to begin behind
 * @param limit how many events of one org at most, which are its latest
 */
export async function readEvents(
  ask: AskOrgs,
  heard: Map<string, number>,
  limit: number,
): Promise<Map<string, News>> {
  const news = new Map([...heard.keys()].map((orgId): [string, News] => [orgId, { head: 0, events: [] }]))
  // One statement, so that all of it is of one moment.
  const rows = await ask<Omit<OrgEvent, 'seq'> & { orgId: string; head: string; seq: string | null }>({
    name: 'read events',
    text: `
      SELECT s.org_id AS "orgId", s.last AS head, e.seq, e.kind,
             e.conversation_id AS "conversationId", e.message_id AS "messageId", e.contact_id AS "contactId", e.note_id AS "noteId",
             e.member_id AS "memberId"
      FROM unnest($1::uuid[], $2::bigint[]) AS heard (org_id, seq), LATERAL (
        SELECT * FROM org_seq WHERE org_id = heard.org_id LIMIT 1
      ) AS s LEFT JOIN LATERAL (
        SELECT * FROM org_event
        WHERE org_id = heard.org_id AND seq > greatest(heard.seq, s.last - $3::bigint) ORDER BY seq LIMIT $3
      ) AS e ON true
      ORDER BY s.org_id, e.seq`,
    values: [[...heard.keys()], [...heard.values()], limit],
  })
  for (const { orgId, head, ...event } of rows) {
    const { events } = news.get(orgId) as News
    if (event.seq !== null) events.push({ ...event, seq: Number(event.seq) })
    news.set(orgId, { head: Number(head), events })
  }
  return news
}
