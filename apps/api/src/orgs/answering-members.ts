import type { Tx } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'

/** Keeps a member until the transaction ends: whoever removes them waits. @returns whether they are the org's */
export async function holdMembers(tx: Tx, orgId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const held = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM member WHERE org_id = ${orgId}::uuid AND id = ANY (${ids}::uuid[]) ORDER BY id FOR KEY SHARE`
  return held.map(({ id }) => id)
}

/**
 * What a removed member was to answer is nobody's in particular again, open or not. It is the last statement of their
 * removal, behind whoever assigned them something at the same moment.
 * @returns of how many conversations
 */
export async function freeConversations(tx: Tx, orgId: string, memberId: string): Promise<number> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH was AS (
      SELECT org_id, id FROM conversation WHERE org_id = ${orgId}::uuid AND assignee_id = ${memberId}::uuid
      ORDER BY org_id, chat_account_id, contact_id FOR NO KEY UPDATE
    ), freed AS (
      UPDATE conversation c SET assignee_id = NULL, revision = revision + 1
      FROM was WHERE c.org_id = was.org_id AND c.id = was.id
      RETURNING c.org_id, c.id
    ), changed AS (
      SELECT org_id, 'conversation'::text AS kind, id AS conversation_id, NULL::uuid AS message_id, 0 AS place FROM freed
    ), ${recordEvents}
    SELECT 1 FROM freed`
  return rows.length
}
