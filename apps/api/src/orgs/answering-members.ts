import { Prisma, type Tx } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'

/** Keeps a member until the transaction ends: whoever removes them waits. @returns whether they are the org's */
export async function holdMembers(tx: Tx, orgId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const held = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM member WHERE org_id = ${orgId}::uuid AND id = ANY (${ids}::uuid[]) ORDER BY id FOR KEY SHARE`
  return held.map(({ id }) => id)
}

/**
 * Makes what a removed member was to answer nobody's in particular again, open or not, in the order in which batches of
 * messages take conversations. Nobody assigns them anything any more: who did so at the last moment held them back.
 * @param limit of how many at most: each step tells of no more, and is done when fewer were found
 * @returns how many were found
 */
export async function freeConversations(
  tx: Tx,
  orgId: string,
  memberId: string,
  limit: number,
): Promise<number> {
  // Each in the order of its own index, so that no scan of all orgs' conversations ever seems cheaper.
  const found = (state: Prisma.Sql, order: Prisma.Sql) => Prisma.sql`(
    SELECT id FROM conversation WHERE org_id = ${orgId}::uuid AND assignee_id = ${memberId}::uuid AND ${state}
    ORDER BY ${order} LIMIT ${limit})`
  const [counted] = await tx.$queryRaw<{ found: number }[]>`
    WITH theirs AS (
      ${found(Prisma.sql`state = 'open'`, Prisma.sql`last_position`)} UNION ALL
      ${found(Prisma.sql`state <> 'open'`, Prisma.sql`id`)} LIMIT ${limit}
    ), was AS (
      SELECT org_id, id FROM conversation
      WHERE org_id = ${orgId}::uuid AND id = ANY (ARRAY(SELECT id FROM theirs)) AND assignee_id = ${memberId}::uuid
      ORDER BY org_id, chat_account_id, contact_id FOR NO KEY UPDATE
    ), freed AS (
      UPDATE conversation c SET assignee_id = NULL, revision = revision + 1
      FROM was WHERE c.org_id = was.org_id AND c.id = was.id
      RETURNING c.org_id, c.id
    ), changed AS (
      SELECT org_id, 'conversation'::text AS kind, id AS conversation_id, NULL::uuid AS message_id, 0 AS place FROM freed
    ), ${recordEvents}
    SELECT count(*)::int AS found FROM theirs`
  return counted?.found ?? 0
}
