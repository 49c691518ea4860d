import { resentCodes } from '@cloudpa/contracts/failures'
import { Prisma, type Message, type Tx } from '@cloudpa/db'
import type { Env } from '../env.js'
import { recordEvents } from '../events/record-events.js'
import { heedRefusals, optedOutThere } from './heed-refusals.js'
import type { OutboundStatus } from './message-status.js'

/** A message of an account. */
export type MessageKey = Pick<Message, 'orgId' | 'chatAccountId' | 'id'>

/** What is known of a message from now on. */
export interface Outcome {
  status: OutboundStatus
  sid?: string | undefined
  errorCode?: string | undefined
}

/** How often a message is tried, and how long after the first time. */
export type Patience = Pick<Env, 'SEND_ATTEMPTS' | 'SEND_BACKOFF_MS'>

/** A limit on how fast one may send is over later than a fault of the line. */
const restFactor = 5
/** Between two attempts at most; Twilio asks for no more. */
export const maxBackoffMs = 10 * 60 * 1000

/** When a status was first known, of the reports that moved a message on. */
const firstTime = (status: OutboundStatus) =>
  Prisma.sql`min(at) FILTER (WHERE status > before AND status = ${status}::message_status)`

/**
 * Whether Twilio took a message, surely did not deliver it, and would another time: it goes back in line, once more as
 * the first of its conversation. Later than within the hour nobody expects it to leave by itself any more, and what was
 * shown as not confirmed may have been sent again by hand. It is true before the row is changed, and of the changed one.
 */
const again = ({ SEND_ATTEMPTS }: Patience) => Prisma.sql`
  (o.status = 'failed' AND m.status IN ('queued', 'sending', 'sent') AND o.final_sid IS NOT NULL AND m.attempts < ${SEND_ATTEMPTS}
   AND o.error_code = ANY(${resentCodes}::text[]) AND m.claimed_at > now() - interval '1 hour')`

/** With jitter, so that what failed together does not come together. */
const rest = ({ SEND_BACKOFF_MS }: Patience) => Prisma.sql`
  least(${restFactor * SEND_BACKOFF_MS} * 2.0 ^ (m.attempts - 1), ${maxBackoffMs}) * (0.75 + random() / 2)
  * interval '1 millisecond'`

/**
 * The last parts of a statement that says what became of messages. Its part `report` gives what was reported (place, by
 * which they are ordered, sid, status, error_code, at), each with the locked outbound message it is about (org_id, id,
 * chat_account_id, was, known_sid), locked by a statement before it where a sid is new to it. Statuses only move forward, whatever order reports come in; only what Twilio gave up
 * because too much was under way goes back in line. That it was delivered after all takes it out again; nothing else
 * that is said of its former sid matters any more. What changed is in `changed`, and has its event.
 * @param errorCodes those of the reports
 */
export const mergeReports = (
  patience: Patience,
  errorCodes: readonly (string | null | undefined)[],
) => Prisma.sql`
  fitting AS (
    -- A message has one sid: its own, else that of the first report whose sid no other message of the account has.
    SELECT *, coalesce(known_sid, first_value(sid) OVER (
             PARTITION BY org_id, id ORDER BY sid IS NULL, place)) AS final_sid
    FROM report r
    WHERE sid IS NULL OR sid = known_sid OR known_sid IS NULL AND NOT EXISTS (
      SELECT FROM message other
      WHERE other.sid = r.sid AND other.org_id = r.org_id AND other.chat_account_id = r.chat_account_id)
      AND (was = 'queued' AND status >= 'delivered' OR NOT EXISTS (
        SELECT FROM spent_sid s
        WHERE s.sid = r.sid AND s.org_id = r.org_id AND s.chat_account_id = r.chat_account_id))
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
  ), moved AS (
    UPDATE message m SET
      status = CASE WHEN ${again(patience)} THEN 'queued' ELSE greatest(m.status, o.status) END,
      error_code = CASE WHEN m.status < o.status THEN o.error_code ELSE m.error_code END,
      sid = CASE WHEN NOT ${again(patience)} THEN coalesce(m.sid, o.final_sid) END,
      taken_at = CASE WHEN ${again(patience)} THEN NULL
                      WHEN m.sid IS NULL AND o.final_sid IS NOT NULL THEN clock_timestamp()
                      ELSE m.taken_at END,
      sent_at = CASE WHEN NOT ${again(patience)} THEN coalesce(m.sent_at, o.sent_at) END,
      delivered_at = coalesce(m.delivered_at, o.delivered_at),
      read_at = coalesce(m.read_at, o.read_at),
      failed_at = coalesce(m.failed_at, o.failed_at),
      next_attempt_at = CASE WHEN ${again(patience)} THEN clock_timestamp() + ${rest(patience)}
                             ELSE m.next_attempt_at END,
      -- Nothing comes after these, but a read report, which not every phone sends.
      status_asked_at = CASE WHEN greatest(m.status, o.status) >= 'failed' THEN NULL
                             WHEN m.sid IS NULL AND o.final_sid IS NOT NULL THEN clock_timestamp()
                             ELSE m.status_asked_at END,
      status_asks = CASE WHEN ${again(patience)} THEN 0 ELSE m.status_asks END,
      revision = m.revision + 1
    FROM outcome o
    WHERE m.org_id = o.org_id AND m.id = o.id
      AND (m.status < o.status OR m.sid IS NULL AND o.final_sid IS NOT NULL)
    RETURNING m.org_id, m.conversation_id, m.id AS message_id, m.chat_account_id, m.status, m.error_code, m.failed_at,
              coalesce(m.claimed_at, m.occurred_at) AS began_at, CASE WHEN ${again(patience)} THEN o.final_sid END AS spent_sid
  ), spent AS (
    INSERT INTO spent_sid (org_id, chat_account_id, sid, message_id, error_code, failed_at)
    SELECT org_id, chat_account_id, spent_sid, message_id, error_code, failed_at
    FROM moved WHERE spent_sid IS NOT NULL
    ON CONFLICT DO NOTHING
  ), ${errorCodes.includes(optedOutThere) ? heedRefusals : recordMoved}`

/** The usual end of it: few reports are of somebody who opted out. */
const recordMoved = Prisma.sql`
  changed AS (
    SELECT org_id, 'message'::text AS kind, conversation_id, message_id, 0 AS place FROM moved
  ), ${recordEvents}`

/**
 * Records what became of one message. The account binds it: what concerns one tenant's account can't touch another's
 * message. Its row is locked by a statement of its own, since the one that merges must see what was written of its former
 * sids by whoever held it: only the row itself is read anew once a lock is waited for, and nothing else.
 * @param condition what else must hold of the message
 * @returns whether anything changed
 */
export async function recordStatus(
  tx: Tx,
  message: MessageKey,
  to: Outcome,
  patience: Patience,
  condition: Prisma.Sql = Prisma.sql`TRUE`,
): Promise<boolean> {
  const ours = Prisma.sql`
    org_id = ${message.orgId}::uuid AND chat_account_id = ${message.chatAccountId}::uuid AND id = ${message.id}::uuid
    AND direction = 'outbound' AND ${condition}`
  // Without a sid it is about none of them.
  if (to.sid) await tx.$queryRaw`SELECT 1 FROM message WHERE ${ours} FOR NO KEY UPDATE`
  const changed = await tx.$queryRaw<unknown[]>`
    WITH report AS (
      SELECT org_id, id, chat_account_id, status AS was, sid AS known_sid, 0 AS place, ${to.sid ?? null}::text AS sid,
             ${to.status}::message_status AS status, ${to.errorCode ?? null}::text AS error_code, clock_timestamp() AS at
      FROM message WHERE ${ours}
      FOR NO KEY UPDATE
    ), ${mergeReports(patience, [to.errorCode])}
    SELECT 1 FROM changed`
  return changed.length > 0
}
