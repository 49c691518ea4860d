import { Prisma, type Tx } from '@cloudpa/db'

/**
 * What screens and programs must learn of: a message came or moved on, a conversation was read, what waits to be sent in
 * one, a number, a label, a template, a view, a contact or a note changed.
 */
export type OrgEventKind =
  | 'message'
  | 'conversation'
  | 'scheduled'
  | 'chat-account'
  | 'label'
  | 'template'
  | 'view'
  | 'contact'
  | 'note'

/**
 * The last parts of a statement that changes something: what its part `changed` gives (org_id, kind, conversation_id,
 * message_id, and place, the order within an org) becomes events of those orgs. An org's number is drawn under the lock
 * of its row in org_seq, which is held until the commit: whoever sees event n has seen n - 1. It is drawn after
 * the locks of what changed, and of several orgs in one order, so that transactions can't wait for each other in a circle. Both sides of
 * the FULL JOIN have the same orgs: as an inner join, each change would be compared with each org.
 */
const recordingOf = (about: Prisma.Sql) => Prisma.sql`
  drawn AS (
    INSERT INTO org_seq AS s (org_id, last)
    SELECT org_id, count(*) FROM changed GROUP BY org_id ORDER BY org_id
    ON CONFLICT (org_id) DO UPDATE SET last = s.last + excluded.last
    RETURNING org_id, last
  ), recorded AS (
    INSERT INTO org_event (org_id, seq, kind, ${about})
    SELECT org_id, last + 1 - row_number() OVER (PARTITION BY org_id ORDER BY place DESC),
           kind, ${about}
    FROM changed FULL JOIN drawn USING (org_id)
  )`
export const recordEvents = recordingOf(Prisma.sql`conversation_id, message_id`)
/** The same of a part `changed` that has a contact_id besides: of a conversation's event only where its name changed. */
export const recordContactEvents = recordingOf(Prisma.sql`conversation_id, message_id, contact_id`)
const recordMemberEvents = recordingOf(Prisma.sql`conversation_id, message_id, member_id`)
const recordNoteEvents = recordingOf(Prisma.sql`note_id, member_id`)

/**
 * Records one event in the transaction that makes the change, as its last statement.
 * @param event with a memberId it is told to the screens of that member alone
 */
export async function recordEvent(
  tx: Tx,
  event: { orgId: string; kind: OrgEventKind; conversationId?: string; memberId?: string | null },
): Promise<void> {
  const { orgId, kind, conversationId, memberId } = event
  await tx.$executeRaw`
    WITH changed AS (
      SELECT ${orgId}::uuid AS org_id, ${kind}::text AS kind, ${conversationId ?? null}::uuid AS conversation_id,
             NULL::uuid AS message_id, ${memberId ?? null}::uuid AS member_id, 0 AS place
    ), ${recordMemberEvents}
    SELECT 1`
}

/** The same of a note. It names no conversation: nothing of that is another. */
export async function recordNote(
  tx: Tx,
  orgId: string,
  noteId: string,
  memberId: string | null = null,
): Promise<void> {
  await tx.$executeRaw`
    WITH changed AS (
      SELECT ${orgId}::uuid AS org_id, 'note'::text AS kind, ${noteId}::uuid AS note_id,
             ${memberId}::uuid AS member_id, 0 AS place
    ), ${recordNoteEvents}
    SELECT 1`
}
