import type { MessagePage } from '@cloudpa/contracts/messages'
import type { Message as MessageRow, Note as NoteRow, Prisma, Tx } from '@cloudpa/db'
import { presentNote } from '../notes/present-note.js'
import { findNote, readNotes } from '../notes/read-notes.js'
import { presentMessage } from '../outbound/present-message.js'
import { quoteMessages } from '../outbound/quote-messages.js'
import { readCursor, writeCursor, type Place } from './cursor.js'

/** A conversation by its key, as far as its messages are concerned. */
export interface Thread {
  orgId: string
  conversationId: string
}

/** What stands in a conversation, at its place. */
type Row = Place & ({ message: MessageRow } | { note: NoteRow })

/** Rows in reading order, and whether the conversation goes on at either end. */
interface Stretch {
  rows: Row[]
  hasOlder: boolean
  hasNewer: boolean
}

/** The page of a conversation that a cursor leads to: from there backwards or forwards, or without one the latest. */
export async function listMessages(
  tx: Tx,
  thread: Thread,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MessagePage> {
  const start = cursor === undefined ? undefined : readCursor(cursor)
  if (start?.towards === 'newer') {
    const { rows, goesOn } = await readNewer(tx, thread, behind(start), limit)
    return presentPage(tx, thread, { rows, hasOlder: true, hasNewer: goesOn })
  }
  const { rows, goesOn } = await readOlder(tx, thread, start && before(start), limit)
  // What the cursor was made of is still there: messages are never deleted, and of notes the words alone.
  return presentPage(tx, thread, { rows, hasOlder: goesOn, hasNewer: start !== undefined })
}

/** The page that holds a place of a conversation, with a fifth of it before the place; at either end it is full all the same. */
export async function messagesAround(
  tx: Tx,
  thread: Thread,
  place: Place,
  limit: number,
): Promise<MessagePage> {
  const wantedFromPlace = limit - Math.floor(limit / 5)
  const newer = await readNewer(tx, thread, from(place), limit)
  const wantedBefore = limit - Math.min(newer.rows.length, wantedFromPlace)
  const older = await readOlder(tx, thread, before(place), wantedBefore)
  const room = limit - older.rows.length
  return presentPage(tx, thread, {
    rows: [...older.rows, ...newer.rows.slice(0, room)],
    hasOlder: older.goesOn,
    hasNewer: newer.goesOn || newer.rows.length > room,
  })
}

/** Where the customer's first message behind a position stands. */
export function findFirstUnread(tx: Tx, thread: Thread, readPosition: bigint): Promise<Place | null> {
  return tx.message.findFirst({
    where: { ...thread, direction: 'inbound', position: { gt: readPosition } },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { position: true, id: true },
  })
}

/** Where a message or a note of the conversation stands; null for an id that is none of these. */
export async function findPlace(
  tx: Tx,
  { orgId, conversationId }: Thread,
  id: string,
): Promise<Place | null> {
  const found = await tx.message.findUnique({
    where: { id_orgId: { orgId, id } },
    select: { position: true, id: true, conversationId: true },
  })
  const either = found ?? (await findNote(tx, orgId, id))
  return either?.conversationId === conversationId ? either : null
}

interface Reading {
  rows: Row[]
  goesOn: boolean
}

type Part = Pick<Prisma.MessageWhereInput & Prisma.NoteWhereInput, 'position' | 'NOT'>

/** @param part where in the conversation; all of it when there is none */
async function readOlder(tx: Tx, thread: Thread, part: Part | undefined, limit: number): Promise<Reading> {
  const { rows, goesOn } = await read(tx, { where: { ...thread, ...part }, order: 'desc' }, limit)
  return { rows: rows.toReversed(), goesOn }
}

function readNewer(tx: Tx, thread: Thread, part: Part, limit: number): Promise<Reading> {
  return read(tx, { where: { ...thread, ...part }, order: 'asc' }, limit)
}

/** So many of each at most come into question, and the nearest of both are it: so pages have no gap and overlap nowhere. */
async function read(
  tx: Tx,
  { where, order }: { where: Thread & Part; order: 'asc' | 'desc' },
  limit: number,
): Promise<Reading> {
  const take = limit + 1
  const orderBy = [{ position: order }, { id: order }]
  const messages = await tx.message.findMany({ where, orderBy, take })
  const notes = await readNotes(tx, { where, order, limit: take })
  const rows: Row[] = messages.map((message) => ({ position: message.position, id: message.id, message }))
  if (notes.length > 0) {
    rows.push(...notes.map((note) => ({ position: note.position, id: note.id, note })))
    rows.sort(order === 'asc' ? byPlace : (one, other) => byPlace(other, one))
  }
  return { rows: rows.slice(0, limit), goesOn: rows.length > limit }
}

/** As the database orders them: by position, and of one microsecond by id, byte by byte. */
function byPlace(one: Place, other: Place): number {
  if (one.position !== other.position) return one.position < other.position ? -1 : 1
  return one.id < other.id ? -1 : 1
}

async function presentPage(
  tx: Tx,
  { orgId }: Thread,
  { rows, hasOlder, hasNewer }: Stretch,
): Promise<MessagePage> {
  const [first, last] = [rows.at(0), rows.at(-1)]
  const messages = rows.flatMap((row) => ('message' in row ? [presentMessage(row.message)] : []))
  return {
    items: await quoteMessages(tx, orgId, messages),
    notes: rows.flatMap((row) => ('note' in row ? [presentNote(row.note)] : [])),
    nextCursor: first && hasOlder ? writeCursor(first, 'older') : null,
    newerCursor: last && hasNewer ? writeCursor(last, 'newer') : null,
  }
}

// Two may share a microsecond: then the id decides. Said without OR, which PostgreSQL would not look up by an index.
const before = ({ position, id }: Place): Part => ({
  position: { lte: position },
  NOT: { position, id: { gte: id } },
})
const behind = ({ position, id }: Place): Part => ({
  position: { gte: position },
  NOT: { position, id: { lte: id } },
})
const from = ({ position, id }: Place): Part => ({
  position: { gte: position },
  NOT: { position, id: { lt: id } },
})
