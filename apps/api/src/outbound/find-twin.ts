import type { Message, Tx } from '@cloudpa/db'
import { outgoingOf, type Outgoing } from './outgoing.js'

/** Attempts older than this can't be confused with the current one. */
const twinMs = 3_600_000
/** So long ago a message that is tried now was stored at most, as a rule. */
const storedMs = 86_400_000
/** The most messages searched for a lookalike. */
const mostLooked = 200

/**
 * Whether something in Twilio's list that looks like a message may be another one's: one to the same address, in
 * whichever conversation it stands, with the same words, that Twilio was given and never spoke of, or that it was given more than once.
 * Two texts are no twins, since the customer could not tell them apart either, and neither is one template twice.
 */
export async function hasTwin(tx: Tx, message: Message): Promise<boolean> {
  const { orgId, id, conversationId, chatAccountId, replyAddress } = message
  // No index has a message's reply address: the conversations come first, by those that the org's list goes by.
  const perhaps = await tx.$queryRaw<Pick<Message, 'body' | 'content'>[]>`
    WITH since AS MATERIALIZED (
      SELECT (extract(epoch FROM clock_timestamp()) * 1000000 - ${storedMs} * 1000::bigint)::bigint AS position
    ), pair AS (
      SELECT ${conversationId}::uuid AS id
      UNION
      SELECT id FROM conversation
      WHERE org_id = ${orgId}::uuid AND last_position > (SELECT position FROM since)
        AND chat_account_id = ${chatAccountId}::uuid AND reply_address = ${replyAddress}
    )
    SELECT m.body, m.content FROM pair CROSS JOIN LATERAL (
      SELECT * FROM message
      WHERE org_id = ${orgId}::uuid AND conversation_id = pair.id AND position > (SELECT position FROM since)
        AND direction = 'outbound' AND reply_address = ${replyAddress} AND id <> ${id}::uuid
        AND first_claimed_at > clock_timestamp() - ${twinMs} * interval '1 millisecond'
        AND (sid IS NULL OR attempts > 1)
      LIMIT ${mostLooked}
    ) AS m LIMIT ${mostLooked}`
  const ours = outgoingOf(message)
  return (
    perhaps.length === mostLooked ||
    perhaps.some((row) => {
      const other = outgoingOf(row)
      return other.body === ours.body && !looksTheSame(ours, other)
    })
  )
}

/** Whether the customer could not tell two apart that have the same words. */
export function looksTheSame(ours: Outgoing, other: Outgoing): boolean {
  const isWords = [ours, other].every(({ file, place }) => !file && !place)
  return isWords && ours.template?.sid === other.template?.sid
}
