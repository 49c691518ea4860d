import type { SystemClient } from '@cloudpa/db'
import { followingIndexes } from '../platform/prune.js'

/** How long a merge can be taken back. */
export const keptDays = 1

/**
 * Removes the oldest of what takes merges back, once that can't be done any more.
 * @returns how many were removed: `limit` and those of its last millisecond, or fewer at the end
 */
export async function pruneMerges(system: SystemClient, limit: number): Promise<number> {
  const [, removed] = await system.$transaction([
    system.$executeRaw(followingIndexes),
    system.$executeRaw`
      DELETE FROM contact_merge WHERE merged_at <= (
        SELECT max(merged_at) FROM (
          SELECT merged_at FROM contact_merge WHERE merged_at < now() - ${keptDays} * interval '1 day'
          ORDER BY merged_at LIMIT ${limit}
        ) AS oldest
      )`,
  ])
  return removed
}
