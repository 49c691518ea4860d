import { Prisma, type ChatAccount, type Tx } from '@cloudpa/db'
import { recordEvent } from '../events/record-events.js'

/** How often one message of a shut-out account asks whether it may send again. */
export const askAgainMs = 30_000

type Credentials = Pick<ChatAccount, 'orgId' | 'id' | 'accountSid' | 'authTokenSealed'>

const asRead = ({ orgId, id, accountSid, authTokenSealed }: Credentials) => Prisma.sql`
  org_id = ${orgId}::uuid AND id = ${id}::uuid AND account_sid = ${accountSid}
  AND auth_token_sealed IS NOT DISTINCT FROM ${authTokenSealed}`

/**
 * Notes that Twilio lets an account send nothing, as long as its credentials are those that were read.
 * @param code why, as Twilio's error code
 * @returns whether that is news
 */
export async function raiseAlarm(tx: Tx, account: Credentials, code: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE chat_account SET
      alarm_code = ${code}, alarm_at = coalesce(alarm_at, clock_timestamp()),
      alarm_ask_at = clock_timestamp() + ${askAgainMs} * interval '1 millisecond'
    WHERE ${asRead(account)} AND alarm_code IS DISTINCT FROM ${code}`
  if (count > 0) await recordEvent(tx, { orgId: account.orgId, kind: 'chat-account' })
  return count > 0
}

/**
 * Takes that back, because Twilio let it in or other credentials were written: its messages wait no longer.
 * @returns whether that is news
 */
export async function clearAlarm(tx: Tx, { orgId, id }: Pick<ChatAccount, 'orgId' | 'id'>): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE chat_account SET alarm_code = NULL, alarm_at = NULL, alarm_ask_at = NULL
    WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND alarm_code IS NOT NULL`
  if (count === 0) return false
  await tx.$executeRaw`
    UPDATE message SET next_attempt_at = least(next_attempt_at, occurred_at) WHERE org_id = ${orgId}::uuid AND id IN (
      SELECT id FROM message
      WHERE org_id = ${orgId}::uuid AND chat_account_id = ${id}::uuid AND direction = 'outbound'
        -- As the index of what is due has it; of what waits for another reason, as Twilio asked it to, the time stands.
        AND status IN ('queued', 'sending') AND sid IS NULL AND status = 'queued' AND error_code IS NULL AND attempts = 0
      FOR NO KEY UPDATE SKIP LOCKED)`
  await recordEvent(tx, { orgId, kind: 'chat-account' })
  return true
}
