import type { ConversationCounts, ConversationFilter } from '@cloudpa/contracts/conversations'
import { Prisma, type Tx } from '@cloudpa/db'
import type { CurrentMember } from '../auth/member.decorator.js'
import { arrayLiteral } from '../platform/array-literal.js'

/** Beyond so many of a filter, or of a label, those that are both are not counted: to tell them apart, all would have to be read. */
const readLimit = 1_000

/** What a filter finds alone, or a label, is counted as such; what is closing changes with the clock. */
const uncounted: readonly string[] = ['all', 'done', 'closing']

/** A list that somebody's views are of. */
export interface Viewed {
  filter: ConversationFilter
  label: string
}

/** Of which filters with a label a member's views are, as a column: those that are counted. */
export const viewedBy = ({
  orgId,
  memberId,
}: Pick<CurrentMember, 'orgId' | 'memberId'>): Prisma.Sql => Prisma.sql`(
  SELECT coalesce(json_agg(DISTINCT jsonb_build_object('filter', filter, 'label', label_id)), '[]') FROM saved_view
  WHERE org_id = ${orgId}::uuid AND (member_id IS NULL OR member_id = ${memberId}::uuid)
    AND label_id IS NOT NULL AND filter <> ALL (${arrayLiteral([...uncounted])}::text[])
)`

/** What a filter finds, and in which order, as its index has it. */
interface Way {
  where: Prisma.Sql
  by: Prisma.Sql
  /** Whether it has no index: then those with the label are looked through. */
  isBroad: boolean
}

/** Of each filter with a label that somebody's views are of, how many there are: exactly, or not at all. */
export async function countViews(
  tx: Tx,
  orgId: string,
  viewed: Viewed[],
  wayOf: (filter: ConversationFilter) => Way | undefined,
): Promise<ConversationCounts['both']> {
  const wanted = new Map<ConversationFilter, string[]>()
  for (const { filter, label } of viewed) wanted.set(filter, [...(wanted.get(filter) ?? []), label])
  const counts = [...wanted].flatMap(([filter, labels]) => {
    const way = wayOf(filter)
    if (!way) return []
    const count = way.isBroad ? countAmongLabelled : countAmongFound
    return count(orgId, filter, way, Prisma.sql`unnest(${arrayLiteral(labels)}::uuid[]) AS wanted (label)`)
  })
  if (counts.length === 0) return []
  return tx.$queryRaw`${Prisma.join(counts, ' UNION ALL ')}`
}

type Count = (orgId: string, filter: ConversationFilter, way: Way, wanted: Prisma.Sql) => Prisma.Sql

/** What the filter finds is read once, whatever the labels. */
const countAmongFound: Count = (orgId, filter, { where, by }, wanted) => Prisma.sql`
  SELECT ${filter}::text AS filter, wanted.label, count(*) FILTER (WHERE wanted.label = ANY (found.labels))::int AS count
  FROM ${wanted} LEFT JOIN (
    SELECT labels FROM conversation WHERE org_id = ${orgId}::uuid AND ${where} ORDER BY ${by} LIMIT ${readLimit}
  ) AS found ON true
  GROUP BY wanted.label HAVING count(found.labels) < ${readLimit}`

/** Of what is open: each label's are read, in the order of the table that has them. */
const countAmongLabelled: Count = (orgId, filter, { where }, wanted) => Prisma.sql`
  SELECT ${filter}::text AS filter, wanted.label, counted.count FROM ${wanted}, LATERAL (
    SELECT count(*) AS read, count(*) FILTER (WHERE ${where})::int AS count FROM (
      SELECT conversation_id FROM conversation_label
      WHERE org_id = ${orgId}::uuid AND label_id = wanted.label AND is_open ORDER BY last_position LIMIT ${readLimit}
    ) AS labelled, LATERAL (
      SELECT * FROM conversation WHERE org_id = ${orgId}::uuid AND id = labelled.conversation_id LIMIT 1
    ) AS conversation
  ) AS counted WHERE counted.read < ${readLimit}`
