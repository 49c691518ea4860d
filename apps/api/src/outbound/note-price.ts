import type { Message, Tx } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'
import type { Price } from '../twilio/twilio.client.js'

/**
 * Notes what Twilio charged for a sid, as it is told first, if that is the message's.
 * @returns whether that is news
 */
export async function notePrice(
  tx: Tx,
  { orgId, id, sid }: Pick<Message, 'orgId' | 'id' | 'sid'>,
  price: Price,
): Promise<boolean> {
  const changed = await tx.$queryRaw<unknown[]>`
    WITH changed AS (
      UPDATE message SET
        price_amount = ${price.amount}::numeric, price_currency = ${price.currency}, revision = revision + 1
      WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND sid = ${sid} AND price_amount IS NULL
      RETURNING org_id, 'message'::text AS kind, conversation_id, id AS message_id, 0 AS place
    ), ${recordEvents}
    SELECT 1 FROM changed`
  return changed.length > 0
}
