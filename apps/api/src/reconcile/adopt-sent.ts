import type { ChatAccount, Message, Tx } from '@cloudpa/db'
import { clockToleranceMs } from '../outbound/find-ours.js'
import { looksTheSame } from '../outbound/find-twin.js'
import { outgoingOf } from '../outbound/outgoing.js'
import { recordStatus, type Patience } from '../outbound/record-status.js'
import { statusFromTwilio } from '../outbound/message-status.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { findHandles } from '../contacts/find-handles.js'
import { resolveContacts } from '../contacts/resolve-contacts.js'
import { findKnown } from './find-known.js'
import type { FoundMessage } from './read-listed.js'

/** A row stored longer than this before Twilio accepted a message can't be that message. */
const oldestMs = 7 * 86_400_000

/** Failures after which an earlier attempt may still have been accepted. */
const givenUp = ['unreachable', '20429', '20500', 'opted_out_since']

/** An outbound message that Twilio may or may not have accepted. */
type Open = Pick<
  Message,
  'orgId' | 'id' | 'chatAccountId' | 'body' | 'content' | 'replyAddress' | 'occurredAt' | 'nextAttemptAt'
> & {
  contactId: string
  /** Whether it will be sent, if nobody finds that it was. */
  isLive: boolean
  triedFrom: Date | null
}

/**
 * Gives found messages of ours back to the rows that they came from: an attempt whose answer was lost, and what an older
 * state of this database had still to send. Such a row takes the sid of the oldest found one that says the same to the same
 * contact, since the customer could not tell equal ones apart either; so it is not sent again. What would still be sent comes
 * before what was given up, which a found message only stands for if it was made while that was tried.
 * What no row stands for was sent from elsewhere, or its row is lost. Of files the list tells only how many there are, of
 * places only their words, and of a template Twilio makes the words itself: while one that is still to be sent may be meant,
 * and it may as well be another, nobody says whose the found one is, and whoever settles it must find it unknown.
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
  const unknown = found.flatMap((message, index) =>
    known.has(message.sid) ? [] : [{ ...message, contactId: contactIds[index] }],
  )
  for (const message of unknown) {
    const ofContact = open.filter((row) => row.contactId === message.contactId)
    const others = unknown.filter((each) => each !== message && each.contactId === message.contactId)
    const row = clearOf(ofContact, message, others)
    if (row) {
      open.splice(open.indexOf(row), 1)
      await giveBack(tx, row, message, patience)
    } else if (ofContact.some((each) => each.isLive && mayBe(each, message))) {
      leftAlone.add(message.sid)
    }
  }
  return leftAlone
}

/** Of some rows the one whose a found message is, where that is clear, or makes no difference. */
function clearOf(rows: Open[], message: FoundMessage, others: FoundMessage[]): Open | undefined {
  const [row, ...twins] = rows.filter((each) => isOf(each, message))
  if (!row) return undefined
  const ours = outgoingOf(row)
  if ((ours.file || ours.place) && others.some((other) => isOf(row, other))) return undefined
  return twins.every((twin) => looksTheSame(ours, outgoingOf(twin))) ? row : undefined
}

/** That a message was given up was only our guess: what the list says of it holds, even if it is less. */
async function giveBack(tx: Tx, row: Open, { listed }: FoundMessage, patience: Patience): Promise<void> {
  const { sid, errorCode, dateSent, dateUpdated } = listed
  const status = statusFromTwilio(listed.status) ?? 'sending'
  await recordStatus(tx, row, { sid, status, errorCode: errorCode ?? undefined }, patience)
  if (row.isLive) return
  await tx.$executeRaw`
    UPDATE message SET
      status = ${status}::message_status, error_code = ${errorCode},
      sent_at = coalesce(sent_at, ${dateSent}::timestamptz),
      failed_at = CASE WHEN ${status === 'failed'} THEN ${dateUpdated}::timestamptz END,
      status_asked_at = CASE WHEN ${status}::message_status < 'failed' THEN clock_timestamp() END
    WHERE org_id = ${row.orgId}::uuid AND id = ${row.id}::uuid AND sid = ${sid}`
}

/** Those that would still be sent first, each the oldest first. */
async function findOpen(
  tx: Tx,
  { orgId, id }: ChatAccount,
  contactIds: string[],
  found: FoundMessage[],
): Promise<Open[]> {
  const [oldest] = found
  if (!oldest) return []
  const rows = await tx.$queryRaw<Open[]>`
    SELECT m.org_id AS "orgId", m.id, m.chat_account_id AS "chatAccountId", m.body, m.content,
           m.reply_address AS "replyAddress", m.occurred_at AS "occurredAt", m.next_attempt_at AS "nextAttemptAt",
           coalesce(m.first_claimed_at, m.claimed_at) AS "triedFrom", m.status IN ('queued', 'sending') AS "isLive",
           c.contact_id AS "contactId"
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
  return rows.toSorted((one, other) => Number(other.isLive) - Number(one.isLive))
}

function isOf(row: Open, message: FoundMessage): boolean {
  const { body, file } = outgoingOf(row)
  // One without words is a file even before Twilio has counted it.
  const isFile = message.listed.numMedia > 0 || message.listed.body === ''
  return body === message.listed.body && (file !== undefined) === isFile && fits(row, message)
}

/** Whether nobody can say that a found message is not this one. */
function mayBe(row: Open, message: FoundMessage): boolean {
  const { body, template } = outgoingOf(row)
  return (template !== undefined || body === message.listed.body) && fits(row, message)
}

const fits = (row: Open, message: FoundMessage) =>
  (row.replyAddress ?? message.address) === message.address && isInTime(row, message)

/** What is given up was tried until its last claim ended; what is still to be sent, at any time since it was stored. */
function isInTime({ isLive, occurredAt, triedFrom, nextAttemptAt }: Open, { listed }: FoundMessage): boolean {
  const createdMs = listed.dateCreated.getTime()
  const from = isLive ? occurredAt : triedFrom
  if (!from || from.getTime() - clockToleranceMs >= createdMs) return false
  return isLive || createdMs <= nextAttemptAt.getTime()
}
