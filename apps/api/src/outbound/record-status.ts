import { Prisma, type Message } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'
import type { OutboundStatus } from './message-status.js'

/** A message of an account, by our id or by Twilio's. */
export type MessageKey = Pick<Message, 'orgId' | 'chatAccountId'> & ({ id: string } | { sid: string })

/** What is known of a message from now on. */
export interface Outcome {
  status: OutboundStatus
  sid?: string | undefined
  errorCode?: string | undefined
  /** When it was reported; now unless told otherwise. */
  at?: Date
}

/** What surrounds the change in its statement. */
interface Around {
  /** What else must hold of the message. */
  condition?: Prisma.Sql
  /** Parts of the statement that stand before the change, each with a comma behind it. */
  before?: Prisma.Sql
}

/** Whose message became another one. */
export type ChangedMessage = Pick<Message, 'orgId'>

/**
 * Says in SQL what became of a message. Statuses only move forward, so whatever overtook this one stays. The account
 * binds it: a form signed by one tenant can't touch another's message.
 * @returns a statement that gives a `ChangedMessage` if anything changed
 */
export function recordStatus(message: MessageKey, to: Outcome, around: Around = {}): Prisma.Sql {
  const { condition = Prisma.sql`TRUE`, before = Prisma.empty } = around
  const sid = to.sid ?? null
  return Prisma.sql`
    WITH ${before} changed AS (
    UPDATE message SET
      status = greatest(status, ${to.status}::message_status),
      error_code = CASE WHEN status < ${to.status}::message_status THEN ${to.errorCode ?? null}::text ELSE error_code END,
      sid = coalesce(sid, ${sid}::text),
      sent_at = ${firstTime('sent_at', 'sent', to)},
      delivered_at = ${firstTime('delivered_at', 'delivered', to)},
      read_at = ${firstTime('read_at', 'read', to)},
      failed_at = ${firstTime('failed_at', 'failed', to)},
      revision = revision + 1
    WHERE org_id = ${message.orgId}::uuid AND chat_account_id = ${message.chatAccountId}::uuid
      AND ${'id' in message ? Prisma.sql`id = ${message.id}::uuid` : Prisma.sql`sid = ${message.sid}::text`}
      AND direction = 'outbound' AND ${condition}
      AND (sid IS NULL OR ${sid}::text IS NULL OR sid = ${sid}::text)
      AND (status < ${to.status}::message_status OR (sid IS NULL AND ${sid}::text IS NOT NULL))
      AND NOT EXISTS (
        SELECT 1 FROM message other
        WHERE other.sid = ${sid}::text AND other.org_id = message.org_id
          AND other.chat_account_id = message.chat_account_id AND other.id <> message.id
      )
    RETURNING org_id, 'message'::text AS kind, conversation_id, id AS message_id, 0 AS place
    ), ${recordEvents}
    SELECT org_id AS "orgId" FROM changed`
}

/** When a status was first known: now, if this is it. */
function firstTime(column: string, status: OutboundStatus, to: Outcome): Prisma.Sql {
  const known = Prisma.raw(column)
  const at = to.at ? Prisma.sql`${to.at}::timestamptz` : Prisma.sql`clock_timestamp()`
  return to.status === status ? Prisma.sql`coalesce(${known}, ${at})` : known
}
