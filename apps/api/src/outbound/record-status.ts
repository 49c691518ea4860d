import { Prisma, type Message } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'
import type { OutboundStatus } from './message-status.js'

/** A message of an account. */
export type MessageKey = Pick<Message, 'orgId' | 'chatAccountId' | 'id'>

/** What is known of a message from now on. */
export interface Outcome {
  status: OutboundStatus
  sid?: string | undefined
  errorCode?: string | undefined
}

/** When a status was first known, of the reports that moved a message on. */
const firstTime = (status: OutboundStatus) =>
  Prisma.sql`min(at) FILTER (WHERE status > before AND status = ${status}::message_status)`

/**
 * The last parts of a statement that says what became of messages. Its part `report` gives what was reported (place, by
 * which they are ordered, sid, status, error_code, at), each with the locked outbound message it is about (org_id, id,
 * chat_account_id, was, known_sid). Statuses only move forward, whatever order reports come in. What moved is in
 * `changed`, and has its event.
 */
export const mergeReports = Prisma.sql`
  fitting AS (
    -- A message has one sid: its own, else that of the first report whose sid no other message of the account has.
    SELECT *, coalesce(known_sid, first_value(sid) OVER (
             PARTITION BY org_id, id ORDER BY sid IS NULL, place)) AS final_sid
    FROM report r
    WHERE sid IS NULL OR sid = known_sid OR known_sid IS NULL AND NOT EXISTS (
      SELECT FROM message other
      WHERE other.sid = r.sid AND other.org_id = r.org_id AND other.chat_account_id = r.chat_account_id)
  ), ordered AS (
    SELECT *, greatest(was, max(status) OVER (
             PARTITION BY org_id, id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS before
    FROM fitting WHERE sid IS NULL OR sid = final_sid
  ), outcome AS (
    SELECT org_id, id, final_sid, max(status) AS status,
           (array_agg(error_code ORDER BY place DESC) FILTER (WHERE status > before))[1] AS error_code,
           ${firstTime('sent')} AS sent_at, ${firstTime('delivered')} AS delivered_at,
           ${firstTime('read')} AS read_at, ${firstTime('failed')} AS failed_at
    FROM ordered GROUP BY org_id, id, final_sid
  ), changed AS (
    UPDATE message m SET
      status = greatest(m.status, o.status),
      error_code = CASE WHEN m.status < o.status THEN o.error_code ELSE m.error_code END,
      sid = coalesce(m.sid, o.final_sid),
      sent_at = coalesce(m.sent_at, o.sent_at),
      delivered_at = coalesce(m.delivered_at, o.delivered_at),
      read_at = coalesce(m.read_at, o.read_at),
      failed_at = coalesce(m.failed_at, o.failed_at),
      -- Nothing comes after these, but a read report, which not every phone sends.
      status_asked_at = CASE WHEN greatest(m.status, o.status) >= 'failed' THEN NULL
                             WHEN m.sid IS NULL AND o.final_sid IS NOT NULL THEN clock_timestamp()
                             ELSE m.status_asked_at END,
      revision = m.revision + 1
    FROM outcome o
    WHERE m.org_id = o.org_id AND m.id = o.id
      AND (m.status < o.status OR m.sid IS NULL AND o.final_sid IS NOT NULL)
    RETURNING m.org_id, 'message'::text AS kind, m.conversation_id, m.id AS message_id, 0 AS place
  ), ${recordEvents}`

/**
 * Says in SQL what became of one message. The account binds it: what concerns one tenant's account can't touch
 * another's message.
 * @param condition what else must hold of the message
 * @returns a statement that gives a row if anything changed
 */
export function recordStatus(
  message: MessageKey,
  to: Outcome,
  condition: Prisma.Sql = Prisma.sql`TRUE`,
): Prisma.Sql {
  return Prisma.sql`
    WITH report AS (
      SELECT org_id, id, chat_account_id, status AS was, sid AS known_sid, 0 AS place, ${to.sid ?? null}::text AS sid,
             ${to.status}::message_status AS status, ${to.errorCode ?? null}::text AS error_code, clock_timestamp() AS at
      FROM message
      WHERE org_id = ${message.orgId}::uuid AND chat_account_id = ${message.chatAccountId}::uuid
        AND id = ${message.id}::uuid AND direction = 'outbound' AND ${condition}
      FOR NO KEY UPDATE
    ), ${mergeReports}
    SELECT 1 FROM changed`
}
