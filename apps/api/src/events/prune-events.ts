import type { SystemClient } from '@cloudpa/db'

/**
 * Removes the oldest events that are kept no longer. The numbers in org_seq stay, so that none is given twice.
 * @returns how many were removed, at most `limit`
 */
export function pruneEvents(system: SystemClient, keptDays: number, limit: number): Promise<number> {
  return system.$executeRaw`
    DELETE FROM org_event WHERE (org_id, seq) IN (
      SELECT org_id, seq FROM org_event WHERE at < now() - ${keptDays} * interval '1 day' LIMIT ${limit}
    )`
}
