import type {
  ConversationCounts,
  ConversationFilter,
  ConversationPage,
  ConversationQuery,
} from '@cloudpa/contracts/conversations'
import { Prisma, type Tx } from '@cloudpa/db'
import { windowMs } from '../outbound/free-text-window.js'
import { AppError } from '../platform/app-error.js'
import { timeOf } from './act.js'
import { presentConversations, type ListedConversation } from './conversations.queries.js'
import { readCursor, writeCursor, type PlaceToGoOnFrom } from './cursor.js'

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

/** The order of a list, and how its cursors name a place in it. Of two at one place the id decides. */
interface Order {
  towards: PlaceToGoOnFrom['towards']
  by: Prisma.Sql
  positionOf: (row: ListedConversation) => bigint
  /** A cursor's position as SQL that `by` is compared with. */
  at: (position: bigint) => Prisma.Sql
}

const byMessage = {
  by: Prisma.sql`last_position`,
  positionOf: ({ lastPosition }: ListedConversation) => lastPosition,
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

/** A page of an org's conversations, newest first; of those that are closing or snoozed, the soonest first. */
export async function listConversations(
  tx: Tx,
  orgId: string,
  { filter, cursor, limit }: ConversationQuery,
): Promise<Pick<ConversationPage, 'items' | 'nextCursor'>> {
  const order = orderOf(filter)
  const from = cursor === undefined ? undefined : readCursor(cursor)
  if (from && from.towards !== order.towards) throw new AppError('cursor')
  const found = from ? Prisma.sql`${matching[filter]} AND ${behind(order, from)}` : matching[filter]
  const rows = await find(tx, orgId, found, order, limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: await presentConversations(tx, page),
    nextCursor: last ? writeCursor({ position: order.positionOf(last), id: last.id }, order.towards) : null,
  }
}

/**
 * What of an org's conversations matters wherever in the list it stands.
 * @param shown the ids of those that are on the page already
 */
export async function readOverview(
  tx: Tx,
  orgId: string,
  shown: string[],
): Promise<NonNullable<ConversationPage['overview']>> {
  const others = Prisma.sql`id <> ALL (${shown}::uuid[])`
  const closing = await find(
    tx,
    orgId,
    Prisma.sql`${matching.closing} AND ${others}`,
    oldestFirst,
    alongLimit,
  )
  const isBack = Prisma.sql`returned IS NOT NULL AND ${others}`
  const returned = await find(tx, orgId, isBack, newestFirst, alongLimit)
  return {
    counts: await countConversations(tx, orgId),
    closing: await presentConversations(tx, closing),
    returned: await presentConversations(tx, returned),
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
): Promise<ListedConversation[]> {
  const direction = towards === 'older' ? Prisma.sql`DESC` : Prisma.sql`ASC`
  return tx.$queryRaw`
    SELECT org_id AS "orgId", id, contact_id AS "contactId", chat_account_id AS "chatAccountId",
           last_position AS "lastPosition", last_inbound_at AS "lastInboundAt", last_message_at AS "lastMessageAt",
           read_position AS "readPosition", unread_count AS "unreadCount", state::text, snoozed_until AS "snoozedUntil",
           returned::text, starred, acted_by AS "actedBy", revision
    FROM conversation WHERE org_id = ${orgId}::uuid AND ${found}
    ORDER BY ${by} ${direction}, id ${direction} LIMIT ${limit}`
}

function behind({ by, at }: Order, { position, id, towards }: PlaceToGoOnFrom): Prisma.Sql {
  const comparison = towards === 'older' ? Prisma.sql`<` : Prisma.sql`>`
  return Prisma.sql`(${by}, id) ${comparison} (${at(position)}, ${id}::uuid)`
}
