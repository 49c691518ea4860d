import { Prisma, type SystemClient } from '@cloudpa/db'

/** A number that can be compared with Twilio's list. */
export interface NumberKey {
  orgId: string
  chatAccountId: string
}

/** A number is asked for with credentials that Twilio accepted, and only as long as it is in use. */
export const comparable = Prisma.sql`a.active AND a.removed_at IS NULL AND a.proven_at IS NOT NULL`

/**
 * Looks for numbers whose turn it is, of all orgs: whose time has come, and, where that is done regularly, those that never
 * were compared. Those take turns with the others, so that neither keep the others waiting. A few hundred rows of two small
 * tables; nothing of Twilio is asked.
 * @param withHistory whether numbers are wanted that were never compared to the end
 */
export function findDueNumbers(
  system: SystemClient,
  regularly: boolean,
  withHistory: boolean,
): Promise<NumberKey[]> {
  return system.$queryRaw`
    SELECT a.org_id AS "orgId", a.id AS "chatAccountId"
    FROM chat_account a LEFT JOIN catch_up c ON (c.org_id, c.chat_account_id) = (a.org_id, a.id)
    WHERE ${comparable} AND (c.due_at <= clock_timestamp() OR c.org_id IS NULL AND ${regularly})
      AND (c.proven_until IS NOT NULL OR ${withHistory})
    ORDER BY row_number() OVER (
      PARTITION BY c.proven_until IS NULL ORDER BY c.due_at NULLS FIRST, a.created_at, a.id), c.due_at
    LIMIT 100`
}

/** A number with what an operator knows it by. */
export interface NamedNumber extends NumberKey {
  address: string
  orgName: string
  /** Why it can't be compared. */
  obstacle: 'off' | 'unproven' | null
}

/** Every number that was not removed. */
export function findAllNumbers(system: SystemClient): Promise<NamedNumber[]> {
  return system.$queryRaw`
    SELECT a.org_id AS "orgId", a.id AS "chatAccountId", a.address, o.name AS "orgName",
           CASE WHEN ${comparable} THEN NULL WHEN a.active THEN 'unproven' ELSE 'off' END AS obstacle
    FROM chat_account a JOIN org o ON o.id = a.org_id
    WHERE a.removed_at IS NULL ORDER BY o.name, a.address`
}

/** Has every number compared soon, but those under way: whatever happened while nobody was there, its list tells. */
export async function makeAllDue(system: SystemClient): Promise<void> {
  await system.$executeRaw`UPDATE catch_up SET due_at = clock_timestamp() WHERE started_at IS NULL`
}
