import type { Tx } from '@cloudpa/db'

/**
 * Keeps labels until the transaction ends: whoever deletes one waits, and takes it off what it was put on.
 * @returns the ids of those that are the org's
 */
export async function holdLabels(tx: Tx, orgId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const held = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM label WHERE org_id = ${orgId}::uuid AND id = ANY (${ids}::uuid[]) ORDER BY id FOR KEY SHARE`
  return held.map(({ id }) => id)
}
