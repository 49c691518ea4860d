import type { SystemClient, Tx } from '@cloudpa/db'

/** Whether this installation has an org or a user; until then it belongs to whoever holds the set-up link. */
export async function isSetUp(db: SystemClient | Tx): Promise<boolean> {
  const [{ found }] = await db.$queryRaw<[{ found: boolean }]>`
    SELECT EXISTS (SELECT FROM org) OR EXISTS (SELECT FROM "user") AS found`
  return found
}
