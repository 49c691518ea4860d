import type { Pool } from '@cloudpa/db'
import type { Recipient } from '../twilio/inbound-form.js'
import { signingAccountColumns, type SigningAccount } from './signing-account.js'

/** Each signature that is tried costs time, and who sends a form is not known before one fits. */
const maxCandidates = 5

const proven = 'removed_at IS NULL AND proven_at IS NOT NULL'

/**
 * The accounts each form may be for: those with its number first, and proven ones before those that are not. Some old
 * forms carry neither To nor service; then the AccountSid has to do. A claim to a number that is proven elsewhere can
 * never be proven, and is none. Each part finds its few rows by an index, however many numbers a Twilio account has.
 */
export async function findCandidates(pool: Pool, recipients: Recipient[]): Promise<SigningAccount[][]> {
  const found = recipients.map((): SigningAccount[] => [])
  const { rows } = await pool.query<SigningAccount & { at: number; place: number }>({
    name: 'chat accounts of forms',
    // Which of too many claims are tried is left to chance, so that nobody can crowd the owner out; of those, the oldest
    // comes first (ids begin with their time).
    text: `
      SELECT at::int - 1 AS at, candidate.*
      FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS form (account_sid, number, service, at),
        LATERAL (
          (SELECT 1 AS place, ${signingAccountColumns} FROM chat_account
           WHERE ${proven} AND account_sid = form.account_sid AND address = form.number)
          UNION ALL
          (SELECT CASE WHEN address = form.number THEN 2 ELSE 4 END, ${signingAccountColumns}
           FROM chat_account AS claim
           WHERE removed_at IS NULL AND proven_at IS NULL AND account_sid = form.account_sid
             AND (address = form.number OR messaging_service_sid = form.service
                  OR (form.number IS NULL AND form.service IS NULL))
             AND NOT EXISTS (
               SELECT FROM chat_account
               WHERE ${proven} AND account_sid = claim.account_sid AND address = claim.address)
           ORDER BY random() LIMIT $4)
          UNION ALL
          (SELECT 3, ${signingAccountColumns} FROM chat_account
           WHERE ${proven} AND account_sid = form.account_sid AND messaging_service_sid = form.service
           ORDER BY proven_at LIMIT $4)
          UNION ALL
          (SELECT 3, ${signingAccountColumns} FROM chat_account
           WHERE ${proven} AND account_sid = form.account_sid AND form.number IS NULL AND form.service IS NULL
           ORDER BY address LIMIT $4)
        ) AS candidate
      ORDER BY at, place, id`,
    values: [
      recipients.map(({ accountSid }) => accountSid),
      recipients.map(({ to }) => to ?? null),
      recipients.map(({ messagingServiceSid }) => messagingServiceSid ?? null),
      maxCandidates,
    ],
  })
  for (const { at, place: _, ...account } of rows) found[at]?.push(account)
  return found
}
