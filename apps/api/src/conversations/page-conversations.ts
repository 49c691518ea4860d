import type {
  ConversationCounts,
  ConversationFilter,
  ConversationPage,
  ConversationQuery,
} from '@cloudpa/contracts/conversations'
import { Prisma, type Conversation, type Tx } from '@cloudpa/db'
import { windowMs } from '../outbound/free-text-window.js'
import { AppError } from '../platform/app-error.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { timeOf } from './act.js'
import { readCursor, writeCursor, type PlaceToGoOnFrom } from './cursor.js'
import { showConversations } from './load-changed.js'

/** A window is closing this long before its end. */
const closingMs = 2 * 60 * 60 * 1000
/** How many of each kind come along with the first page. */
const alongLimit = 50
/** Counting on would cost more than the page, and nobody reads such a number. */
const countLimit = 1_000
/** In the cursor of a list by time: later than every time. */
const never = 10n ** 17n
/** The last time that a cursor may name: the last that JavaScript knows, in milliseconds since 1970. */
const lastTime = 8_640_000_000_000_000n

/** How long ago it was, as positions tell time: in microseconds since 1970, by the database's clock. */
const ago = (ms: number) => Prisma.sql`(extract(epoch FROM now()) * 1000000)::bigint - ${BigInt(ms) * 1000n}`

const waiting = Prisma.sql`last_inbound_position = last_position AND state = 'open'`

/** Which conversations a filter finds, said as the predicates of their indexes say it. */
const matching: Record<ConversationFilter, Prisma.Sql> = {
  all: Prisma.sql`state = 'open'`,
  unread: Prisma.sql`unread_count > 0 AND state = 'open'`,
  waiting,
  // Who waits wrote last: their position, which is a time, is when they did, and the window's beginning.
  closing: Prisma.sql`${waiting} AND last_position > ${ago(windowMs)} AND last_position <= ${ago(windowMs - closingMs)}`,
  starred: Prisma.sql`starred`,
  snoozed: Prisma.sql`state = 'snoozed'`,
  done: Prisma.sql`state = 'done'`,
}

/** What of a conversation its place in a list is told by. */
type Found = Pick<Conversation, 'id' | 'lastPosition' | 'snoozedUntil'>

/** The order of a list, and how its cursors name a place in it. Of two at one place the id decides. */
interface Order {
  towards: PlaceToGoOnFrom['towards']
  by: Prisma.Sql
  positionOf: (row: Found) => bigint
  /** A cursor's position as SQL that `by` is compared with. */
  at: (position: bigint) => Prisma.Sql
}

const byMessage = {
  by: Prisma.sql`last_position`,
  positionOf: ({ lastPosition }: Found) => lastPosition,
  at: (position: bigint) => Prisma.sql`${position}::bigint`,
}
const newestFirst: Order = { ...byMessage, towards: 'older' }
const oldestFirst: Order = { ...byMessage, towards: 'newer' }
const soonestBackFirst: Order = {
  towards: 'newer',
  by: Prisma.sql`back_at`,
  positionOf: ({ snoozedUntil }) => (snoozedUntil ? BigInt(snoozedUntil.getTime()) : never),
  at: (position) => {
    if (position === never) return Prisma.sql`timestamptz 'infinity'`
    if (position > lastTime) throw new AppError('cursor')
    return timeOf(Prisma.sql`${position}::bigint`)
  },
}

function orderOf(filter: ConversationFilter): Order {
  if (filter === 'snoozed') return soonestBackFirst
  return filter === 'closing' ? oldestFirst : newestFirst
}

/**
 * A page of an org's conversations, newest first; of those that are closing or snoozed, the soonest first. With the
 * newest of all comes what matters wherever in the list it stands.
 */
export async function listConversations(
  tx: Tx,
  orgId: string,
  { filter, cursor, limit }: ConversationQuery,
): Promise<Omit<ConversationPage, 'eventId'>> {
  const order = orderOf(filter)
  const from = cursor === undefined ? undefined : readCursor(cursor)
  if (from && from.towards !== order.towards) throw new AppError('cursor')
  const where = from ? Prisma.sql`${matching[filter]} AND ${behind(order, from)}` : matching[filter]
  const found = await find(tx, orgId, where, order, limit + 1)
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const along = filter === 'all' && !from ? await findAlong(tx, orgId, idsOf(page)) : undefined
  const ids = [page, along?.closing ?? [], along?.returned ?? []].map(idsOf)
  const shown = new Map((await showConversations(tx, orgId, ids.flat())).map((one) => [one.id, one]))
  const [items = [], closing = [], returned = []] = ids.map((some) =>
    some.flatMap((id) => shown.get(id) ?? []),
  )
  return {
    items,
    nextCursor: last ? writeCursor({ position: order.positionOf(last), id: last.id }, order.towards) : null,
    overview: along ? { counts: along.counts, closing, returned } : null,
  }
}

const idsOf = (found: Found[]) => found.map(({ id }) => id)

/** @param shown the ids of those that are on the page already */
async function findAlong(tx: Tx, orgId: string, shown: string[]) {
  const others = Prisma.sql`id <> ALL (${arrayLiteral(shown)}::uuid[])`
  const isClosing = Prisma.sql`${matching.closing} AND ${others}`
  const isBack = Prisma.sql`returned IS NOT NULL AND ${others}`
  return {
    counts: await countConversations(tx, orgId),
    closing: await find(tx, orgId, isClosing, oldestFirst, alongLimit),
    returned: await find(tx, orgId, isBack, newestFirst, alongLimit),
  }
}

/** How many of an org's conversations each filter finds. */
export async function countConversations(tx: Tx, orgId: string): Promise<ConversationCounts> {
  // In the order of the list, as its index has it: many of them the planner would look for in the whole table.
  const upTo = (filter: keyof ConversationCounts) => Prisma.sql`(SELECT count(*)::int FROM (
    SELECT FROM conversation WHERE org_id = ${orgId}::uuid AND ${matching[filter]}
    ORDER BY ${orderOf(filter).by} LIMIT ${countLimit}) AS found)`
  const [counts] = await tx.$queryRaw<ConversationCounts[]>`
    SELECT ${upTo('all')} AS "all", ${upTo('unread')} AS unread, ${upTo('waiting')} AS waiting,
           ${upTo('closing')} AS closing, ${upTo('snoozed')} AS snoozed, ${upTo('starred')} AS starred`
  return counts as ConversationCounts
}

/** In SQL of our own: given as a parameter, which is how Prisma says it, a state leads the planner to no partial index. */
function find(
  tx: Tx,
  orgId: string,
  found: Prisma.Sql,
  { by, towards }: Order,
  limit: number,
): Promise<Found[]> {
  const direction = towards === 'older' ? Prisma.sql`DESC` : Prisma.sql`ASC`
  return tx.$queryRaw`
    SELECT id, last_position AS "lastPosition", snoozed_until AS "snoozedUntil"
    FROM conversation WHERE org_id = ${orgId}::uuid AND ${found}
    ORDER BY ${by} ${direction}, id ${direction} LIMIT ${limit}`
}

function behind({ by, at }: Order, { position, id, towards }: PlaceToGoOnFrom): Prisma.Sql {
  const comparison = towards === 'older' ? Prisma.sql`<` : Prisma.sql`>`
  return Prisma.sql`(${by}, id) ${comparison} (${at(position)}, ${id}::uuid)`
}
