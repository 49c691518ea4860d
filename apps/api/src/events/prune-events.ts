import type { SystemClient } from '@cloudpa/db'
import { followingIndexes } from '../platform/prune.js'

/**
 * Removes the oldest events that are kept no longer. The numbers in org_seq stay, so that none is given twice.
 * @returns how many were removed: `limit` and those of its last millisecond, or fewer at the end
 */
export async function pruneEvents(system: SystemClient, keptDays: number, limit: number): Promise<number> {
  const [, removed] = await system.$transaction([
    system.$executeRaw(followingIndexes),
    system.$executeRaw`
      DELETE FROM org_event WHERE at <= (
        SELECT max(at) FROM (
          SELECT at FROM org_event WHERE at < now() - ${keptDays} * interval '1 day' ORDER BY at LIMIT ${limit}
        ) AS oldest
      )`,
  ])
  return removed
}
