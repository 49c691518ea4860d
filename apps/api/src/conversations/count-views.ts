import type { ConversationCounts, ConversationFilter } from '@cloudpa/contracts/conversations'
import { Prisma, type Tx } from '@cloudpa/db'
import type { CurrentMember } from '../auth/member.decorator.js'
import { seenBy } from '../auth/own-or-shared.js'
import { arrayLiteral } from '../platform/array-literal.js'

/** Beyond so many of a filter, those with a label are not counted: to tell them apart, all would have to be read. */
const readLimit = 1_000

/** What a filter finds alone, or a label, is counted as such; what is closing changes with the clock. */
const uncounted: readonly string[] = ['all', 'done', 'closing']

/**
 * Of each filter with a label that somebody's views are of, how many there are: exactly, or not at all. The table is read
 * once a filter, whatever the labels.
 * @param found what each filter finds, as its index has it
 */
export async function countViews(
  tx: Tx,
  viewer: Pick<CurrentMember, 'orgId' | 'memberId'>,
  found: Record<ConversationFilter, Prisma.Sql>,
): Promise<ConversationCounts['both']> {
  const views = await tx.savedView.findMany({
    where: { ...seenBy(viewer), labelId: { not: null }, filter: { notIn: [...uncounted] } },
    select: { filter: true, labelId: true },
  })
  const wanted = new Map<ConversationFilter, Set<string>>()
  for (const { filter, labelId } of views) {
    const known = filter as ConversationFilter
    if (labelId === null || !found[known]) continue
    wanted.set(known, (wanted.get(known) ?? new Set()).add(labelId))
  }
  if (wanted.size === 0) return []
  const counts = [...wanted].map(
    ([filter, labels]) => Prisma.sql`
      SELECT ${filter}::text AS filter, wanted.label, count(*) FILTER (WHERE wanted.label = ANY (found.labels))::int AS count
      FROM unnest(${arrayLiteral([...labels])}::uuid[]) AS wanted (label) LEFT JOIN (
        SELECT labels FROM conversation WHERE org_id = ${viewer.orgId}::uuid AND ${found[filter]} LIMIT ${readLimit}
      ) AS found ON true
      GROUP BY wanted.label HAVING count(found.labels) < ${readLimit}`,
  )
  return tx.$queryRaw`${Prisma.join(counts, ' UNION ALL ')}`
}
