import { maxLabelsOn, type Act, type Bulk, type Undo } from '@cloudpa/contracts/triage'
import { Prisma, type Conversation as ConversationRow, type Tx } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'

/** On which of an org's conversations who acts; a program is no member. */
export interface Acting {
  orgId: string
  ids: string[]
  memberId: string | null
  /** By id, the position of the last message that they saw. */
  seen?: Bulk['seen']
}

/** A conversation that was named; without `acts` and `readTo` when the act changed nothing of it. */
export interface ActedRow extends Pick<
  ConversationRow,
  | 'id'
  | 'state'
  | 'snoozedUntil'
  | 'returned'
  | 'starred'
  | 'labels'
  | 'assigneeId'
  | 'lastInboundPosition'
  | 'lastPosition'
> {
  readFrom: bigint
  readTo: bigint | null
  acts: number | null
  /** What `acts` was before. */
  prior: number
  /** How many labels the act left on it; null when it changed nothing. */
  labelCount: number | null
}

/** What an act sets of a conversation, and when that is a change of how it is now (`was`). */
interface Change {
  set: Prisma.Sql
  isNew: Prisma.Sql
}

/**
 * Acts on conversations in one statement, whose last part tells the screens. It takes them in the order in which batches
 * of messages take them, so that neither can wait for the other in a circle. Whether there is anything to change is
 * asked of the rows as they are once they are locked: another act may have come in between.
 * @returns those that are the org's, as they were before
 */
export function applyAct(
  tx: Tx,
  { orgId, ids, memberId, seen = {} }: Acting,
  action: Act,
): Promise<ActedRow[]> {
  const { set, isNew } = changeOf(action, memberId)
  return tx.$queryRaw`
    WITH was AS (
      SELECT *, (${JSON.stringify(seen)}::jsonb ->> id::text)::bigint AS seen
      FROM conversation WHERE org_id = ${orgId}::uuid AND id = ANY (${ids}::uuid[])
      ORDER BY org_id, chat_account_id, contact_id FOR NO KEY UPDATE
    ), acted AS (
      UPDATE conversation SET ${set}, revision = was.revision + 1
      FROM was WHERE conversation.org_id = was.org_id AND conversation.id = was.id AND ${isNew}
      RETURNING conversation.org_id, conversation.id, conversation.acts, conversation.read_position,
                cardinality(conversation.labels) AS label_count
    ), ${changedOf('acted')}, ${recordEvents}
    SELECT was.id, was.state::text, was.snoozed_until AS "snoozedUntil", was.returned::text, was.starred,
           was.labels, was.assignee_id AS "assigneeId", was.read_position AS "readFrom", acted.read_position AS "readTo", acted.acts,
           was.acts AS prior, acted.label_count AS "labelCount", was.last_inbound_position AS "lastInboundPosition", was.last_position AS "lastPosition"
    FROM was LEFT JOIN acted USING (org_id, id)`
}

/** What of labels and members an undo names is still there, and held by its transaction. */
interface Held {
  labels: string[]
  members: string[]
}

/**
 * Takes an act back where nobody has acted since, in one statement: what it changed is as before, and all else as it is.
 * The act before is the last one then, and can be taken back in its turn.
 * @returns the ids of those that are the org's, restored or not, and whether anything changed
 */
export function undoAct(
  tx: Tx,
  { orgId, memberId }: Omit<Acting, 'ids'>,
  undo: Undo,
  held: Held,
): Promise<{ id: string; isRestored: boolean }[]> {
  return tx.$queryRaw`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(undo.map(flat))}::jsonb) AS wanted (
        id uuid, act bigint, prior int, to_state conversation_state, until_ms bigint, to_returned conversation_return,
        heard bigint, seen bigint, to_starred boolean, to_labels uuid[], is_assigned boolean,
        to_assignee uuid, was_read bigint, left_read bigint)
    ), was AS (
      SELECT conversation.*, act, prior,
             -- What the customer wrote since is not put away with the rest.
             CASE WHEN to_state = 'open' OR last_inbound_position = heard THEN to_state END AS to_state,
             -- Nor is it new any more that they are back, once they have an answer.
             CASE WHEN last_position = seen THEN to_returned END AS to_returned,
             coalesce(to_starred, starred) AS to_starred,
             -- Neither a label nor a member that is gone comes back.
             CASE WHEN to_labels IS NULL THEN labels ELSE (
               ${eachOnce(Prisma.sql`to_labels`, Prisma.sql`one = ANY (${held.labels}::uuid[])`)}
             )[1:${maxLabelsOn}::int] END AS to_labels,
             CASE WHEN NOT is_assigned THEN assignee_id
                  WHEN to_assignee = ANY (${held.members}::uuid[]) THEN to_assignee END AS to_assignee,
             -- No later than by an act, and no earlier than times are told.
             CASE WHEN until_ms IS NOT NULL THEN greatest(timestamptz 'epoch',
               least(${timeOf(Prisma.sql`until_ms`)}, clock_timestamp() + interval '1 year')) END AS to_until,
             CASE WHEN read_position = left_read THEN least(was_read, last_position) ELSE read_position END AS to_read
      FROM conversation JOIN wanted USING (id)
      WHERE org_id = ${orgId}::uuid AND id = ANY (${undo.map(({ id }) => id)}::uuid[])
      ORDER BY org_id, chat_account_id, contact_id FOR NO KEY UPDATE OF conversation
    ), restored AS (
      UPDATE conversation SET
        state = coalesce(to_state, was.state),
        snoozed_until = CASE WHEN to_state IS NULL THEN was.snoozed_until ELSE to_until END,
        returned = CASE WHEN to_state IS NULL THEN was.returned ELSE to_returned END,
        starred = to_starred,
        labels = to_labels,
        assignee_id = to_assignee,
        read_position = to_read,
        unread_count = CASE WHEN to_read = was.read_position THEN was.unread_count
                            ELSE unread_behind(was.org_id, was.id, to_read) END,
        acted_by = ${memberId}::uuid, acts = least(prior, was.acts), revision = was.revision + 1
      FROM was WHERE conversation.org_id = was.org_id AND conversation.id = was.id AND was.acts = was.act
        AND (to_state IS NOT NULL AND (was.state, was.snoozed_until, was.returned)
               IS DISTINCT FROM (to_state, to_until::timestamptz(3), to_returned)
             OR (to_starred, to_labels, to_assignee, to_read)
               IS DISTINCT FROM (was.starred, was.labels, was.assignee_id, was.read_position))
      RETURNING conversation.org_id, conversation.id
    ), ${changedOf('restored')}, ${recordEvents}
    SELECT was.id, restored.id IS NOT NULL AS "isRestored" FROM was LEFT JOIN restored USING (org_id, id)`
}

/** SQL for those of some ids (`one`) of which something holds, each where it first stands. */
const eachOnce = (ids: Prisma.Sql, holds: Prisma.Sql) => Prisma.sql`ARRAY(
  SELECT one FROM unnest(${ids}) WITH ORDINALITY AS every (one, place)
  WHERE ${holds} GROUP BY one ORDER BY min(place)
)`

const changedOf = (part: string) => Prisma.sql`changed AS (
      SELECT org_id, 'conversation'::text AS kind, id AS conversation_id, NULL::uuid AS message_id, 0 AS place
      FROM ${Prisma.raw(part)}
    )`

/** An act has the number of the revision that it makes: no other ever has it, though undoing goes back. */
const actedBy = (memberId: string | null) => Prisma.sql`acted_by = ${memberId}::uuid, acts = was.revision + 1`

/** The state of a conversation is settled anew, so that it is not back any more. */
const stand = (state: Prisma.Sql, until: Prisma.Sql, memberId: string | null) =>
  Prisma.sql`state = ${state}, snoozed_until = ${until}, returned = NULL, ${actedBy(memberId)}`

/** Ingest may have come first, and the row is as it left it: what nobody has seen is not put away. */
const isAllSeen = Prisma.sql`coalesce(was.last_inbound_position <= was.seen, true)`

function changeOf(action: Act, memberId: string | null): Change {
  const [none, unreadFrom] = [Prisma.sql`NULL`, Prisma.sql`was.last_inbound_position - 1`]
  switch (action.kind) {
    case 'done':
      return {
        set: stand(Prisma.sql`'done'`, none, memberId),
        isNew: Prisma.sql`was.state <> 'done' AND ${isAllSeen}`,
      }
    case 'reopen':
      return {
        set: stand(Prisma.sql`'open'`, none, memberId),
        isNew: Prisma.sql`(was.state <> 'open' OR was.returned IS NOT NULL)`,
      }
    case 'snooze': {
      const until = timeOf(Prisma.sql`${msOf(action.until)}::bigint`)
      return {
        set: stand(Prisma.sql`'snoozed'`, until, memberId),
        isNew: Prisma.sql`(was.state, was.snoozed_until) IS DISTINCT FROM ('snoozed', ${until}) AND ${isAllSeen}`,
      }
    }
    case 'star':
      return {
        set: Prisma.sql`starred = ${action.starred}, ${actedBy(memberId)}`,
        isNew: Prisma.sql`was.starred <> ${action.starred}`,
      }
    case 'labels': {
      const labels = eachOnce(
        Prisma.sql`was.labels || ${action.add}::uuid[]`,
        Prisma.sql`one <> ALL (${action.remove}::uuid[])`,
      )
      return {
        set: Prisma.sql`labels = ${labels}, ${actedBy(memberId)}`,
        isNew: Prisma.sql`was.labels <> ${labels}`,
      }
    }
    case 'assign':
      return {
        set: Prisma.sql`assignee_id = ${action.memberId}::uuid, ${actedBy(memberId)}`,
        isNew: Prisma.sql`was.assignee_id IS DISTINCT FROM ${action.memberId}::uuid`,
      }
    case 'unread':
      return {
        set: Prisma.sql`read_position = ${unreadFrom}, ${actedBy(memberId)},
          unread_count = unread_behind(was.org_id, was.id, ${unreadFrom})`,
        isNew: Prisma.sql`was.unread_count = 0 AND was.last_inbound_position > 0`,
      }
    // As by POST …/read, which is no act either. No message can stand behind the last position of a row that is locked.
    case 'read': {
      const upTo = Prisma.sql`greatest(was.read_position, least(was.seen, was.last_position))`
      return {
        set: Prisma.sql`read_position = ${upTo}, unread_count = CASE WHEN ${upTo} = was.last_position
          THEN 0 ELSE unread_behind(was.org_id, was.id, ${upTo}) END`,
        isNew: Prisma.sql`(was.read_position < ${upTo} OR ${upTo} = was.last_position AND was.unread_count > 0)`,
      }
    }
  }
}

/** A time in milliseconds since 1970, and in SQL; null stays null. */
export const msOf = (time: string | null) => (time === null ? null : BigInt(Date.parse(time)))
export const timeOf = (ms: Prisma.Sql) => Prisma.sql`(timestamptz 'epoch' + ${ms} * interval '1 millisecond')`

function flat({ id, act, prior, stand, starred, labels, assignee, reading }: Undo[number]): object {
  return {
    id,
    act,
    prior,
    to_state: stand?.state,
    until_ms: stand?.snoozedUntil && Date.parse(stand.snoozedUntil),
    to_returned: stand?.returned,
    heard: stand?.lastInbound,
    seen: stand?.lastPosition,
    to_starred: starred,
    to_labels: labels,
    is_assigned: assignee !== null,
    to_assignee: assignee?.memberId,
    was_read: reading?.from,
    left_read: reading?.to,
  }
}
