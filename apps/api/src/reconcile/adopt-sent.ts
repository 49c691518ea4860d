import type { ChatAccount, Message, Tx } from '@cloudpa/db'
import { outgoingOf } from '../outbound/outgoing.js'
import { recordStatus, type Patience } from '../outbound/record-status.js'
import { statusFromTwilio } from '../outbound/message-status.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { findHandles } from '../contacts/find-handles.js'
import { resolveContacts } from '../contacts/resolve-contacts.js'
import { findKnown } from './find-known.js'
import type { FoundMessage } from './read-listed.js'

/** Twilio's clock may run behind the database's, by less than this. */
const toleranceMs = 60_000
/** What was stored so long before Twilio took something is not that. */
const oldestMs = 7 * 86_400_000

/** Why a message was given up of which nobody may know whether an earlier attempt was taken. */
const givenUp = ['unreachable', '20429', '20500']

/** A message of ours of which nobody knows whether Twilio took it. */
type Open = Pick<
  Message,
  'orgId' | 'id' | 'chatAccountId' | 'status' | 'body' | 'content' | 'replyAddress' | 'occurredAt'
> & {
  contactId: string
}

/**
 * Gives found messages of ours back to the rows that they came from: an attempt whose answer was lost, and what an older
 * state of this database had still to send. Such a row takes the sid of the oldest found one that says the same to the same
 * contact, since the customer could not tell equal ones apart either; so it is not sent again.
 * What no row stands for was sent from elsewhere, or its row is lost. Of a template Twilio makes the words itself: while one
 * to the same contact is open, nobody says whose words are found, and whoever settles it must find them unknown.
 * @param found oldest first
 * @returns the sids that are to be left alone for now
 */
export async function adoptSent(
  tx: Tx,
  account: ChatAccount,
  found: FoundMessage[],
  patience: Patience,
): Promise<Set<string>> {
  const senders = found.map(({ sender }) => sender)
  // Whoever is not known yet has no open message.
  const { contactIds } = resolveContacts(senders, await findHandles(tx, senders))
  const open = await findOpen(tx, account, contactIds, found)
  const leftAlone = new Set<string>()
  if (open.length === 0) return leftAlone
  // Once the rows are held: whoever sends may have settled one of them just now.
  const sids = found.map(({ sid }) => sid)
  const known = await findKnown(tx, account, sids)
  for (const [index, message] of found.entries()) {
    if (known.has(message.sid)) continue
    const isToSame = (row: Open) => row.contactId === contactIds[index]
    const at = open.findIndex((row) => isToSame(row) && isOf(row, message))
    const [row] = at === -1 ? [] : open.splice(at, 1)
    if (!row) {
      const couldBe = (other: Open) => isToSame(other) && isOpenTemplate(other) && isSince(other, message)
      if (open.some(couldBe)) leftAlone.add(message.sid)
      continue
    }
    const { sid, errorCode } = message.listed
    const status = statusFromTwilio(message.listed.status) ?? 'sending'
    await tx.$queryRaw(recordStatus(row, { sid, status, errorCode: errorCode ?? undefined }, patience))
  }
  return leftAlone
}

const isOpenTemplate = (row: Open) =>
  (row.status === 'queued' || row.status === 'sending') && outgoingOf(row).template !== undefined

function findOpen(
  tx: Tx,
  { orgId, id }: ChatAccount,
  contactIds: string[],
  found: FoundMessage[],
): Promise<Open[]> {
  const [oldest] = found
  if (!oldest) return Promise.resolve([])
  return tx.$queryRaw<Open[]>`
    SELECT m.org_id AS "orgId", m.id, m.chat_account_id AS "chatAccountId", m.status::text, m.body, m.content,
           m.reply_address AS "replyAddress", m.occurred_at AS "occurredAt", c.contact_id AS "contactId"
    FROM unnest(${arrayLiteral(new Set(contactIds))}::uuid[]) AS of_contact (id), LATERAL (
      SELECT id, contact_id FROM conversation
      WHERE org_id = ${orgId}::uuid AND contact_id = of_contact.id AND chat_account_id = ${id}::uuid
    ) AS c, LATERAL (
      SELECT * FROM message
      WHERE org_id = ${orgId}::uuid AND conversation_id = c.id AND position > ${oldest.position - oldestMs * 1000}::bigint
        AND direction = 'outbound' AND sid IS NULL
        AND (status IN ('queued', 'sending', 'unconfirmed') OR status = 'failed' AND error_code = ANY(${givenUp}::text[]))
    ) AS m
    ORDER BY m.position FOR NO KEY UPDATE OF m`
}

/** Of files the list tells only how many there are. */
function isOf(row: Open, { address, listed }: FoundMessage): boolean {
  const { body, file } = outgoingOf(row)
  return (
    (row.replyAddress ?? address) === address &&
    body === listed.body &&
    (file !== undefined) === listed.numMedia > 0 &&
    isSince(row, { listed })
  )
}

const isSince = ({ occurredAt }: Open, { listed }: Pick<FoundMessage, 'listed'>) =>
  occurredAt.getTime() - toleranceMs < listed.dateCreated.getTime()
