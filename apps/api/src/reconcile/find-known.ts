import type { ChatAccount, Message, Tx } from '@cloudpa/db'
import { arrayLiteral } from '../platform/array-literal.js'

/** A listed message we already have. Without an id, we only have its form (ingested or not), or it is a former sid. */
export interface Known {
  sid: string
  id: string | null
  status: Message['status'] | null
  direction: Message['direction'] | null
  /** Whether its price is not known yet. */
  isPriceless: boolean
}

/**
 * Which of some sids this number knows: as a message, else as a form that was received, or as an attempt that Twilio gave
 * up and that another one followed.
 */
export async function findKnown(
  tx: Tx,
  { orgId, id }: Pick<ChatAccount, 'orgId' | 'id'>,
  sids: string[],
): Promise<Map<string, Known>> {
  if (sids.length === 0) return new Map()
  const rows = await tx.$queryRaw<Known[]>`
    SELECT s.sid, known.id, known.status, known.direction, known.is_priceless AS "isPriceless"
    FROM unnest(${arrayLiteral(sids)}::text[]) AS s (sid), LATERAL (
      SELECT id, status::text, direction::text, price_amount IS NULL AS is_priceless FROM message
      WHERE sid = s.sid AND org_id = ${orgId}::uuid AND chat_account_id = ${id}::uuid
      UNION ALL
      SELECT NULL, NULL, NULL, false FROM webhook_event
      WHERE org_id = ${orgId}::uuid AND chat_account_id = ${id}::uuid AND sid = s.sid AND kind = 'message'
      UNION ALL
      SELECT NULL, NULL, NULL, false FROM spent_sid
      WHERE sid = s.sid AND org_id = ${orgId}::uuid AND chat_account_id = ${id}::uuid
      LIMIT 1
    ) AS known`
  return new Map(rows.map((row) => [row.sid, row]))
}
