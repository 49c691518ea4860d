import { Prisma } from '@cloudpa/db'
import type { MessageKey, Outcome } from './record-status.js'

/** That the message that is next in a conversation is not sent. */
export interface Unwanted {
  kind: 'unwanted'
  message: MessageKey
}

/** What becomes of it: whether it is sent after all is for somebody to decide. */
export const unwanted: Outcome = { status: 'failed', errorCode: 'opted_out_since' }

/**
 * Whether a row of `message` left without anybody's pressing send, and its contact has asked since not to be written to: it
 * may have waited for hours. Nothing is looked up for any other; of one that Twilio may have is asked first what became of it.
 */
export const isUnwanted = Prisma.sql`
  CASE WHEN message.automatic AND message.status = 'queued' THEN EXISTS (
    SELECT FROM conversation c JOIN contact asked ON (asked.org_id, asked.id) = (c.org_id, c.contact_id)
    WHERE c.org_id = message.org_id AND c.id = message.conversation_id AND asked.opted_out_at IS NOT NULL
  ) ELSE false END`
