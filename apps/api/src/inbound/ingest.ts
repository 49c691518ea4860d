import { Prisma, type PrismaClient } from '@cloudpa/db'
import { v7 as uuid } from 'uuid'
import { phoneLockKey } from '../contacts/phone-variants.js'
import { candidatesOf, resolveContacts, type KnownHandle } from '../contacts/resolve-contacts.js'
import { readReceipt, type ReadReceipt, type ReceiptRow } from './read-receipt.js'
import { writeInbound, type IngestedMessage } from './write-inbound.js'

type Tx = Prisma.TransactionClient

/**
 * Turns stored receipts into contacts, conversations and messages, all or nothing. Receipts that are done, or that
 * another worker holds, are left out, so a batch may be given any number of times.
 * @param positions the receipts, by position
 * @returns the messages that this call stored
 */
export async function ingest(prisma: PrismaClient, positions: number[]): Promise<IngestedMessage[]> {
  return prisma.$transaction(
    async (tx) => {
      const rows = await claimReceipts(tx, positions)
      if (rows.length === 0) return []
      const receipts = rows.map(readReceipt)
      const { contactIds, newContacts, newHandles } = await resolve(tx, receipts)
      const messages = receipts.map((receipt, index) => ({
        ...receipt,
        id: uuid(),
        contactId: contactIds[index] as string,
      }))
      const stored = await writeInbound(tx, { messages, newContacts, newHandles })
      if (stored.length !== rows.length) {
        throw new Error(`${rows.length} receipts made ${stored.length} messages; nothing was kept`)
      }
      return stored
    },
    { maxWait: 30_000, timeout: 60_000 },
  )
}

/** Locks the receipts for this transaction; one that another worker is at is skipped, it will be done there. */
function claimReceipts(tx: Tx, positions: number[]): Promise<ReceiptRow[]> {
  return tx.$queryRaw<ReceiptRow[]>`
    SELECT position, org_id AS "orgId", chat_account_id AS "chatAccountId", message_sid AS "messageSid",
           form, received_at AS "receivedAt"
    FROM receipt
    WHERE position = ANY(${positions}::bigint[]) AND done_at IS NULL
    ORDER BY position
    FOR UPDATE SKIP LOCKED`
}

/**
 * Finds or makes the contacts. Only a sender nobody knows needs a lock: it keeps two workers from making two contacts
 * of one person. What the other one made meanwhile is seen by the second look.
 */
async function resolve(tx: Tx, receipts: ReadReceipt[]) {
  const senders = receipts.map(({ sender }) => sender)
  const known = await findHandles(tx, receipts)
  const first = resolveContacts(senders, known)
  if (first.newHandles.length === 0) return first
  await lockHandles(tx, first.newHandles)
  return resolveContacts(senders, await findHandles(tx, receipts))
}

function findHandles(tx: Tx, receipts: ReadReceipt[]): Promise<KnownHandle[]> {
  const candidates = receipts.flatMap(({ sender }) => candidatesOf(sender))
  return tx.$queryRaw<KnownHandle[]>`
    SELECT h.org_id AS "orgId", h.contact_id AS "contactId", h.kind::text AS kind, h.value,
           h.chat_account_id AS "chatAccountId"
    FROM unnest(
      ${candidates.map((c) => c.orgId)}::uuid[],
      ${candidates.map((c) => c.value)}::text[],
      ${candidates.map((c) => c.chatAccountId)}::uuid[]
    ) AS c (org_id, value, chat_account_id)
    JOIN handle h ON
      (c.chat_account_id IS NULL AND h.kind = 'phone' AND h.org_id = c.org_id AND h.value = c.value)
      OR (h.kind = 'user_id' AND h.chat_account_id = c.chat_account_id AND h.value = c.value)`
}

async function lockHandles(tx: Tx, handles: KnownHandle[]): Promise<void> {
  const keys = handles.map(({ orgId, kind, value, chatAccountId }) =>
    kind === 'phone' ? `${orgId} ${phoneLockKey(value)}` : `${chatAccountId} ${value}`,
  )
  // In one order for everybody, so that two workers can't wait for each other.
  await tx.$queryRaw`
    SELECT count(pg_advisory_xact_lock(key)) FROM (
      SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest(${keys}::text[]) AS name ORDER BY key
    ) AS keys`
}
