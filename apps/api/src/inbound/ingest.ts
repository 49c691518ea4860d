import type { Prisma, PrismaClient } from '@cloudpa/db'
import { v7 as uuid } from 'uuid'
import { findHandles, lockHandles } from '../contacts/find-handles.js'
import { resolveContacts, type Sender } from '../contacts/resolve-contacts.js'
import { recountUnread } from '../conversations/recount-unread.js'
import { leaveOutLocked } from './leave-out-locked.js'
import { readReceipt, type ReceiptRow } from './read-receipt.js'
import { writeInbound, type IngestedMessage } from './write-inbound.js'

type Tx = Prisma.TransactionClient

/** How long one row may hold up a batch. Between themselves, the product's transactions hold theirs for milliseconds. */
const lockTimeoutMs = 500

/** A sid became somebody else's message meanwhile: lost like a race between transactions, and named as PostgreSQL does. */
class SidTaken extends Error {
  readonly code = '40001'
}

interface IngestOptions {
  /** Leaves out what would have to wait for a lock of somebody else. */
  leavingOutLocked?: boolean
}

/**
 * Turns stored receipts into contacts, conversations and messages, all or nothing. Receipts that are done, that are
 * put off or that another worker holds are left out, so a batch may be given any number of times. A receipt whose sid
 * is a message of its account already is done with that, and changes nothing.
 * @param positions the receipts, by position
 * @returns the messages that this call stored
 */
export async function ingest(
  prisma: PrismaClient,
  positions: number[],
  { leavingOutLocked = false }: IngestOptions = {},
): Promise<IngestedMessage[]> {
  return prisma.$transaction(
    async (tx) => {
      const rows = await claimReceipts(tx, positions)
      if (rows.length === 0) return []
      const taken = rows.filter((row) => row.taken).map(({ position }) => position)
      const claimed = rows.filter((row) => !row.taken).map(readReceipt)
      const receipts = leavingOutLocked ? await leaveOutLocked(tx, claimed) : claimed
      const { contactIds, newContacts, newHandles } = await resolve(
        tx,
        receipts.map(({ sender }) => sender),
      )
      const messages = receipts.map((receipt, index) => ({
        ...receipt,
        id: uuid(),
        contactId: contactIds[index] as string,
      }))
      const stored = await writeInbound(tx, { messages, newContacts, newHandles, taken })
      if (stored.length !== messages.length) {
        throw new SidTaken(`${messages.length} receipts made ${stored.length} messages; nothing was kept`)
      }
      // The counter was raised for all of them, in the hope that nobody had read further than an old one.
      const read = stored.filter(({ alreadyRead }) => alreadyRead)
      if (read.length > 0) await recountUnread(tx, read)
      return stored
    },
    { maxWait: 30_000, timeout: 30_000 },
  )
}

/**
 * Locks the receipts for this transaction; one that another worker is at is skipped, it will be done there. The same
 * statement sets the patience for all that follow.
 */
function claimReceipts(tx: Tx, positions: number[]): Promise<(ReceiptRow & { taken: boolean })[]> {
  return tx.$queryRaw`
    WITH patience AS (SELECT set_config('lock_timeout', ${String(lockTimeoutMs)}, true))
    SELECT r.position, r.org_id AS "orgId", r.chat_account_id AS "chatAccountId", r.message_sid AS "messageSid",
           r.form, r.received_at AS "receivedAt",
           EXISTS (
             SELECT 1 FROM message m WHERE (m.sid, m.chat_account_id) = (r.message_sid, r.chat_account_id)
           ) AS taken
    FROM receipt r CROSS JOIN patience
    WHERE r.position = ANY(${positions}::bigint[]) AND r.done_at IS NULL
      AND r.next_attempt_at <= greatest(now(), r.received_at)
    ORDER BY r.position
    FOR UPDATE OF r SKIP LOCKED`
}

/**
 * Finds or makes the contacts. Only a sender nobody knows needs a lock: it keeps two workers from making two contacts
 * of one person. What the other one made meanwhile is seen by the second look.
 */
async function resolve(tx: Tx, senders: Sender[]) {
  const first = resolveContacts(senders, await findHandles(tx, senders))
  if (first.newHandles.length === 0) return first
  await lockHandles(tx, first.newHandles)
  return resolveContacts(senders, await findHandles(tx, senders))
}
