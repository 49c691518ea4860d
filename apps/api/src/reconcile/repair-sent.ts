import type { ChatAccount, Tx } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'
import { lifeOfMessage, laterOf, statusFromTwilio, type OutboundStatus } from '../outbound/message-status.js'
import { mergeReports, type Patience } from '../outbound/record-status.js'
import type { ListedMessage } from '../twilio/twilio.client.js'
import type { Known } from './find-known.js'

/** A message of ours, and what the list says of the attempt that has this sid: it may be tried again by now. */
interface Told {
  id: string
  sid: string
  status: OutboundStatus
  error_code: string | null
  amount: string | null
  currency: string | null
}

/**
 * Moves messages of ours on to what the list says became of them, as reports would have that were lost, and notes what they
 * cost. What the list says that is not news costs nothing.
 * @returns whether anything changed
 */
export async function repairSent(
  tx: Tx,
  { orgId, id: chatAccountId }: ChatAccount,
  listed: ListedMessage[],
  known: ReadonlyMap<string, Known>,
  patience: Patience,
): Promise<boolean> {
  const told = listed.flatMap((message) => toldOf(message, known.get(message.sid)))
  if (told.length === 0) return false
  const errorCodes = told.map(({ error_code }) => error_code)
  const changed = await tx.$queryRaw<unknown[]>`
    WITH report AS (
      SELECT m.org_id, m.id, m.chat_account_id, m.status AS was, m.sid AS known_sid, 0 AS place, l.sid,
             l.status, l.error_code, clock_timestamp() AS at
      FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS l (
        id uuid, sid text, status message_status, error_code text)
      JOIN message m ON m.org_id = ${orgId}::uuid AND m.id = l.id AND m.sid = l.sid
        AND m.chat_account_id = ${chatAccountId}::uuid
      WHERE m.direction = 'outbound'
      ORDER BY m.id FOR NO KEY UPDATE OF m
    ), ${mergeReports(patience, errorCodes)}
    SELECT 1 FROM changed`
  const priced = told.filter(({ amount }) => amount !== null)
  if (priced.length === 0) return changed.length > 0
  const noted = await tx.$queryRaw<unknown[]>`
    WITH changed AS (
      UPDATE message m SET price_amount = l.amount, price_currency = l.currency, revision = m.revision + 1
      FROM jsonb_to_recordset(${JSON.stringify(priced)}::jsonb) AS l (
        id uuid, sid text, amount numeric, currency text)
      WHERE m.org_id = ${orgId}::uuid AND m.id = l.id AND m.sid = l.sid AND m.price_amount IS NULL
      RETURNING m.org_id, 'message'::text AS kind, m.conversation_id, m.id AS message_id, 0 AS place
    ), ${recordEvents}
    SELECT 1 FROM changed`
  return changed.length + noted.length > 0
}

function toldOf({ sid, status, errorCode, price }: ListedMessage, known: Known | undefined): Told[] {
  if (!known?.id || known.direction !== 'outbound') return []
  const was = lifeOfMessage.find((each) => each === known.status)
  const now = statusFromTwilio(status)
  if (!was || !now) return []
  const newPrice = known.isPriceless ? price : null
  if (laterOf(was, now) === was && !newPrice) return []
  const { amount = null, currency = null } = newPrice ?? {}
  return [{ id: known.id, sid, status: now, error_code: errorCode, amount, currency }]
}
