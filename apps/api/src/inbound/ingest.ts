import type { Prisma, PrismaClient } from '@cloudpa/db'
import { v7 as uuid } from 'uuid'
import { findHandles, lockHandles } from '../contacts/find-handles.js'
import { resolveContacts, type Sender } from '../contacts/resolve-contacts.js'
import { recountUnread } from '../conversations/recount-unread.js'
import { leaveOutLocked } from './leave-out-locked.js'
import { readWebhookEvent, type ReceivedMessage, type WebhookEventRow } from './read-webhook-event.js'
import { writeInbound, type IngestedMessage } from './write-inbound.js'

type Tx = Prisma.TransactionClient

/** How long one row may hold up a batch. Between themselves, the product's transactions hold theirs for milliseconds. */
const lockTimeoutMs = 500

/**
 * How many bytes of forms a batch may take: it holds them in memory several times over, and their rows for as long as
 * they take to write. Most forms take half a kilobyte, so that hundreds of them are far below it.
 */
const maxBatchBytes = 8_000_000

/** A sid became somebody else's message meanwhile: lost like a race between transactions, and named as PostgreSQL does. */
class SidTaken extends Error {
  readonly code = '40001'
}

export interface Ingested {
  /** The messages that this call stored. */
  stored: IngestedMessage[]
  /** The events, by position, that were too much for one batch. */
  left: number[]
}

interface IngestOptions {
  /** Leaves out what would have to wait for a lock of somebody else. */
  leavingOutLocked?: boolean
}

/**
 * Turns stored events into contacts, conversations and messages, all or nothing. Events that are done, that are
 * put off or that another worker holds are left out, so a batch may be given any number of times. An event whose sid
 * is a message of its account already is done with that, and changes nothing.
 * @param positions the events, by position; at least the first of them has its turn
 */
export async function ingest(
  prisma: PrismaClient,
  positions: number[],
  { leavingOutLocked = false }: IngestOptions = {},
): Promise<Ingested> {
  return prisma.$transaction(
    async (tx) => {
      const { rows, left } = await claimEvents(tx, positions)
      if (rows.length === 0) return { stored: [], left }
      const taken = rows.filter((row) => row.taken).map(({ position }) => position)
      const claimed = rows
        .filter((row) => !row.taken)
        .map(readWebhookEvent)
        .toSorted(byPosition)
      const events = leavingOutLocked ? await leaveOutLocked(tx, claimed) : claimed
      const { contactIds, newContacts, newHandles } = await resolve(
        tx,
        events.map(({ sender }) => sender),
      )
      const messages = events.map((event, index) => ({
        ...event,
        id: uuid(),
        contactId: contactIds[index] as string,
      }))
      const stored = await writeInbound(tx, { messages, newContacts, newHandles, taken })
      if (stored.length !== messages.length) {
        throw new SidTaken(`${messages.length} events made ${stored.length} messages; nothing was kept`)
      }
      // The counter was raised for all of them, in the hope that nobody had read further than an old one.
      const read = stored.filter(({ alreadyRead }) => alreadyRead)
      if (read.length > 0) await recountUnread(tx, read)
      return { stored, left }
    },
    { maxWait: 30_000, timeout: 30_000 },
  )
}

const byPosition = (one: ReceivedMessage, other: ReceivedMessage) => Number(one.position - other.position)

type ClaimedRow = WebhookEventRow & { taken: boolean }

/**
 * Locks the events for this transaction, as many as a batch may weigh; one that another worker is at is skipped, it
 * will be done there. The same statement sets the patience for all that follow.
 */
async function claimEvents(tx: Tx, positions: number[]): Promise<{ rows: ClaimedRow[]; left: number[] }> {
  const rows = await tx.$queryRaw<(ClaimedRow & { isLeft: boolean })[]>`
    WITH patience AS (
      SELECT set_config('lock_timeout', ${String(lockTimeoutMs)}, true)
    ), due AS (
      SELECT position, sum(octet_length(form)) OVER forms > ${maxBatchBytes} AND row_number() OVER forms > 1 AS is_left
      FROM webhook_event
      WHERE position = ANY(${positions}::bigint[]) AND kind = 'message' AND done_at IS NULL
        AND next_attempt_at <= greatest(now(), received_at)
      WINDOW forms AS (ORDER BY position ROWS UNBOUNDED PRECEDING)
    ), claimed AS (
      SELECT e.* FROM webhook_event e JOIN due USING (position)
      WHERE e.position = ANY(${positions}::bigint[]) AND NOT due.is_left AND e.done_at IS NULL
        AND e.next_attempt_at <= greatest(now(), e.received_at)
      ORDER BY e.position
      FOR UPDATE OF e SKIP LOCKED
    )
    SELECT e.position, e.org_id AS "orgId", e.chat_account_id AS "chatAccountId", e.sid,
           e.form, e.received_at AS "receivedAt",
           (extract(epoch FROM e.received_at) * 1000000)::bigint AS "receivedMicros", false AS "isLeft",
           EXISTS (
             SELECT 1 FROM message m WHERE (m.org_id, m.chat_account_id, m.sid) = (e.org_id, e.chat_account_id, e.sid)
           ) AS taken
    FROM patience CROSS JOIN claimed e
    UNION ALL
    SELECT position, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL FROM due WHERE is_left
    ORDER BY position`
  return {
    rows: rows.filter(({ isLeft }) => !isLeft),
    left: rows.filter(({ isLeft }) => isLeft).map(({ position }) => Number(position)),
  }
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
