import type {
  ConversationCounts,
  ConversationFilter,
  ConversationPage,
  ConversationQuery,
} from '@cloudpa/contracts/conversations'
import { Prisma, type Conversation, type Tx } from '@cloudpa/db'
import type { CurrentMember } from '../auth/member.decorator.js'
import { windowMs } from '../outbound/free-text-window.js'
import { AppError } from '../platform/app-error.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { timeOf } from './act.js'
import { countViews, viewedBy, type Viewed } from './count-views.js'
import { readCursor, writeCursor, type PlaceToGoOnFrom } from './cursor.js'
import { showConversations } from './load-changed.js'

/** A window is closing this long before its end. */
const closingMs = 2 * 60 * 60 * 1000
/** How many of each kind come along with the first page. */
const alongLimit = 50
/** Counting on would cost more than the page, and nobody reads such a number. */
const countLimit = 1_000
/** There are up to a hundred labels, and screens show 99 of each at most. */
const labelCountLimit = 200
/** In the cursor of a list by time: later than every time. */
const never = 10n ** 17n
/** The last time that a cursor may name: the last that JavaScript knows, in milliseconds since 1970. */
const lastTime = 8_640_000_000_000_000n

/** How long ago it was, as positions tell time: in microseconds since 1970, by the database's clock. */
const ago = (ms: number) => Prisma.sql`(extract(epoch FROM now()) * 1000000)::bigint - ${BigInt(ms) * 1000n}`

/** Whose lists these are: an org's, as a member sees them; a program is no member, and nothing is assigned to it. */
export type Viewer = Pick<CurrentMember, 'orgId' | 'memberId'>

const waiting = Prisma.sql`last_inbound_position = last_position AND state = 'open'`

/** No member is to answer it: one who was removed isn't, even where that is yet to be written down. */
const isNobodys = (orgId: string) =>
  Prisma.sql`(assignee_id = ANY (ARRAY(SELECT id FROM member WHERE org_id = ${orgId}::uuid))) IS NOT TRUE`

/** Which conversations a filter finds, said as the predicates of their indexes say it. */
const matching = ({ orgId, memberId }: Viewer): Record<ConversationFilter, Prisma.Sql> => ({
  all: Prisma.sql`state = 'open'`,
  mine: Prisma.sql`assignee_id = ${memberId}::uuid AND state = 'open'`,
  unassigned: Prisma.sql`${isNobodys(orgId)} AND state = 'open'`,
  unread: Prisma.sql`unread_count > 0 AND state = 'open'`,
  waiting,
  // Who waits wrote last: their position, which is a time, is when they did, and the window's beginning.
  closing: Prisma.sql`${waiting} AND last_position > ${ago(windowMs)} AND last_position <= ${ago(windowMs - closingMs)}`,
  starred: Prisma.sql`starred`,
  snoozed: Prisma.sql`state = 'snoozed'`,
  done: Prisma.sql`state = 'done'`,
})

/** What of a conversation its place in a list is told by. */
type Found = Pick<Conversation, 'id' | 'lastPosition' | 'snoozedUntil'>

/** The order of a list, and how its cursors name a place in it. Of two at one place the id decides. */
interface Order {
  towards: PlaceToGoOnFrom['towards']
  by: Prisma.Sql
  id: Prisma.Sql
  /** When one is back, where the order goes by it: of others nothing is read that is not in their index. */
  until: Prisma.Sql
  positionOf: (row: Found) => bigint
  /** A cursor's position as SQL that `by` is compared with. */
  at: (position: bigint) => Prisma.Sql
}

const id = Prisma.sql`id`
const byMessage = {
  by: Prisma.sql`last_position`,
  id,
  until: Prisma.sql`NULL::timestamptz`,
  positionOf: ({ lastPosition }: Found) => lastPosition,
  at: (position: bigint) => Prisma.sql`${position}::bigint`,
}
const newestFirst: Order = { ...byMessage, towards: 'older' }
const oldestFirst: Order = { ...byMessage, towards: 'newer' }
const soonestBackFirst: Order = {
  towards: 'newer',
  by: Prisma.sql`back_at`,
  id,
  until: Prisma.sql`snoozed_until`,
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
  viewer: Viewer,
  { filter, label, cursor, limit }: ConversationQuery,
): Promise<Omit<ConversationPage, 'eventId'>> {
  const { orgId } = viewer
  const order = orderOf(filter)
  const from = cursor === undefined ? undefined : readCursor(cursor)
  if (from && from.towards !== order.towards) throw new AppError('cursor')
  const where = matching(viewer)[filter]
  const wanted = { orgId, where, order, ...(label && labelled(orgId, label, filter, where)) }
  const found = await find(tx, { ...wanted, from, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const isTop = filter === 'all' && !label && !from
  const along = isTop ? await findAlong(tx, viewer, idsOf(page)) : undefined
  const ids = [page, along?.closing ?? [], along?.returned ?? []].map(idsOf)
  const shown = new Map((await showConversations(tx, orgId, ids.flat())).map((one) => [one.id, one]))
  const [items = [], closing = [], returned = []] = ids.map((some) =>
    some.flatMap((one) => shown.get(one) ?? []),
  )
  return {
    items,
    nextCursor: last ? writeCursor({ position: order.positionOf(last), id: last.id }, order.towards) : null,
    overview: along ? { counts: along.counts, closing, returned } : null,
  }
}

const idsOf = (found: Found[]) => found.map((one) => one.id)

/** @param shown the ids of those that are on the page already */
async function findAlong(tx: Tx, viewer: Viewer, shown: string[]) {
  const others = Prisma.sql`id <> ALL (${arrayLiteral(shown)}::uuid[])`
  const along = { orgId: viewer.orgId, limit: alongLimit }
  const isClosing = Prisma.sql`${matching(viewer).closing} AND ${others}`
  const isBack = Prisma.sql`returned IS NOT NULL AND ${others}`
  return {
    counts: await countConversations(tx, viewer),
    closing: await find(tx, { ...along, where: isClosing, order: oldestFirst }),
    returned: await find(tx, { ...along, where: isBack, order: newestFirst }),
  }
}

/** How many of an org's conversations each filter finds, and how many open ones have each of its labels. */
export async function countConversations(tx: Tx, viewer: Viewer): Promise<ConversationCounts> {
  const { orgId } = viewer
  const found = matching(viewer)
  // In the order of the list, as its index has it: many of them the planner would look for in the whole table.
  const upTo = (filter: ConversationFilter) => Prisma.sql`(SELECT count(*)::int FROM (
    SELECT FROM conversation WHERE org_id = ${orgId}::uuid AND ${found[filter]}
    ORDER BY ${orderOf(filter).by} LIMIT ${countLimit}) AS found)`
  const [row] = await tx.$queryRaw<(ConversationCounts & { viewed: Viewed[] })[]>`
    SELECT open.*, ${viewedBy(viewer)} AS viewed, ${upTo('unread')} AS unread, ${upTo('waiting')} AS waiting,
           ${upTo('closing')} AS closing, ${upTo('snoozed')} AS snoozed, ${upTo('starred')} AS starred,
           ${upTo('mine')} AS mine, (
             SELECT coalesce(json_object_agg(label.id, (SELECT count(*) FROM (
               SELECT FROM conversation_label AS one
               WHERE one.org_id = label.org_id AND one.label_id = label.id AND one.is_open
               ORDER BY one.last_position LIMIT ${labelCountLimit}
             ) AS found)), '{}') FROM label WHERE org_id = ${orgId}::uuid
           ) AS labels
    FROM (
      SELECT count(*)::int AS "all", count(*) FILTER (WHERE ${isNobodys(orgId)})::int AS unassigned FROM (
        SELECT assignee_id FROM conversation WHERE org_id = ${orgId}::uuid AND ${found.all}
        ORDER BY last_position LIMIT ${countLimit}) AS found
    ) AS open`
  const { viewed, ...counts } = row as ConversationCounts & { viewed: Viewed[] }
  const both = await countViews(tx, orgId, viewed, (filter) => {
    const where = found[filter]
    return where && { where, by: orderOf(filter).by, isBroad: isBroad(filter) }
  })
  const told = { ...counts, both }
  const { all, unassigned } = told
  if (all < countLimit || unassigned === all) return told
  // Behind those that were counted there are more, some of them perhaps assigned and some not. Their index says which.
  const [more] = await tx.$queryRaw<Pick<ConversationCounts, 'unassigned'>[]>`
    SELECT ${upTo('unassigned')} AS unassigned`
  return { ...told, ...more }
}

/** What to find, where if not among all, in which order, and behind which place. */
interface Wanted {
  orgId: string
  where: Prisma.Sql
  among?: Prisma.Sql
  order: Order
  from?: PlaceToGoOnFrom | undefined
  limit: number
}

/** Of which there can be as many as conversations. */
const isBroad = (filter: ConversationFilter) =>
  filter === 'all' || filter === 'unassigned' || filter === 'done'

/**
 * How to find those of a filter that have a label. The table of labels has them in the order of messages, so that those
 * without the label aren't read where all could be found, or all of nobody, who is in no index of their own. What other
 * filters find is little, and has an index: there not all that have the label are read, of which few may be found.
 */
function labelled(
  orgId: string,
  label: string,
  filter: ConversationFilter,
  where: Prisma.Sql,
): Partial<Wanted> {
  if (!isBroad(filter)) return { where: Prisma.sql`${where} AND ${label}::uuid = ANY (labels)` }
  const isOpen = filter === 'done' ? Prisma.sql`NOT is_open` : Prisma.sql`is_open`
  return {
    among: Prisma.sql`(
      SELECT last_position AS labelled_at, conversation_id AS labelled_id FROM conversation_label
      WHERE org_id = ${orgId}::uuid AND label_id = ${label}::uuid AND ${isOpen}
    ) AS labelled, LATERAL (
      SELECT * FROM conversation WHERE org_id = ${orgId}::uuid AND id = labelled_id LIMIT 1
    ) AS conversation`,
    order: { ...orderOf(filter), by: Prisma.sql`labelled_at`, id: Prisma.sql`labelled_id` },
  }
}

/** In SQL of our own: given as a parameter, which is how Prisma says it, a state leads the planner to no partial index. */
function find(
  tx: Tx,
  { orgId, where, among = Prisma.sql`conversation`, order, from, limit }: Wanted,
): Promise<Found[]> {
  const direction = order.towards === 'older' ? Prisma.sql`DESC` : Prisma.sql`ASC`
  return tx.$queryRaw`
    SELECT id, last_position AS "lastPosition", ${order.until} AS "snoozedUntil"
    FROM ${among} WHERE org_id = ${orgId}::uuid AND ${where} ${from ? behind(order, from) : Prisma.empty}
    ORDER BY ${order.by} ${direction}, ${order.id} ${direction} LIMIT ${limit}`
}

function behind({ by, id, at }: Order, { position, id: lastId, towards }: PlaceToGoOnFrom): Prisma.Sql {
  const comparison = towards === 'older' ? Prisma.sql`<` : Prisma.sql`>`
  return Prisma.sql`AND (${by}, ${id}) ${comparison} (${at(position)}, ${lastId}::uuid)`
}
