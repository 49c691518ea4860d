import type { Tx } from '@cloudpa/db'
import { foldContacts, foldMessages } from './fold-texts.js'

/** Events, or contacts, in one transaction. */
const maxAtOnce = 250
/** Before all contacts. */
const beginning = '00000000-0000-0000-0000-000000000000'

interface Event {
  seq: bigint
  kind: string
  messageId: string | null
  contactId: string | null
}

interface Cursor {
  seq: bigint
  /** How far the walk over all contacts has come; null when there is nothing to walk for. */
  contactsAfter: string | null
  /** Whether it begins once more at its end: something happened since to whoever it had gone past. */
  contactsAgain: boolean
}

interface Folded {
  isMore: boolean
  /** Whether events are gone that nobody had folded. Unless that was known, nothing was done. */
  isGap: boolean
}

/**
 * Folds what the next events of an org are about, and the next of its contacts where all are to be looked at, unless
 * another worker is at it. The cursor is held, so that no older name is written over a newer one.
 * @param isGapKnown whether the walk over all messages has begun again, so that what no event tells of is not lost
 */
export async function foldNext(tx: Tx, orgId: string, isGapKnown: boolean): Promise<Folded> {
  const cursor = await takeCursor(tx, orgId)
  if (!cursor) return { isMore: false, isGap: false }
  // Before the events: whatever of them is not there by then is gone.
  const head = (await tx.orgSeq.findUnique({ where: { orgId } }))?.last ?? 0n
  const events = await tx.$queryRaw<Event[]>`
    SELECT seq, kind, message_id AS "messageId", contact_id AS "contactId" FROM org_event
    WHERE org_id = ${orgId}::uuid AND seq > ${cursor.seq} ORDER BY seq LIMIT ${maxAtOnce}`
  const seq = events.at(-1)?.seq ?? head
  const isGap = seq - cursor.seq !== BigInt(events.length)
  if (isGap && !isGapKnown) return { isMore: true, isGap }
  const walked = await nextContacts(tx, orgId, cursor.contactsAfter)
  const heard = await foldMessages(tx, orgId, distinct(events.map(({ messageId }) => messageId)))
  // A conversation's event names its contact where that has another name now: most of what happens gives nobody one.
  const named = distinct(events.map(({ contactId }) => contactId))
  await foldContacts(tx, orgId, distinct([...heard, ...named, ...walked]))
  const isOfAll = isGap || events.some(({ kind, contactId }) => kind === 'contact' && contactId === null)
  const further = walked.length === maxAtOnce ? (walked.at(-1) ?? null) : null
  // A walk that is under way goes on to its end: where much happens, one that began anew each time would never get there.
  const isOnceMore = isOfAll || cursor.contactsAgain
  const contactsAfter = further ?? (isOnceMore ? beginning : null)
  await tx.$executeRaw`
    UPDATE search_cursor
    SET seq = ${seq}, contacts_after = ${contactsAfter}::uuid, contacts_again = ${further !== null && isOnceMore}
    WHERE org_id = ${orgId}::uuid`
  return { isMore: events.length === maxAtOnce || contactsAfter !== null, isGap }
}

async function takeCursor(tx: Tx, orgId: string): Promise<Cursor | undefined> {
  await tx.$executeRaw`
    INSERT INTO search_cursor (org_id, seq, contacts_after) VALUES (${orgId}::uuid, 0, ${beginning}::uuid)
    ON CONFLICT DO NOTHING`
  const [cursor] = await tx.$queryRaw<Cursor[]>`
    SELECT seq, contacts_after AS "contactsAfter", contacts_again AS "contactsAgain" FROM search_cursor
    WHERE org_id = ${orgId}::uuid
    FOR NO KEY UPDATE SKIP LOCKED`
  return cursor
}

async function nextContacts(tx: Tx, orgId: string, after: string | null): Promise<string[]> {
  if (after === null) return []
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM contact WHERE org_id = ${orgId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${maxAtOnce}`
  return rows.map(({ id }) => id)
}

const distinct = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))]
