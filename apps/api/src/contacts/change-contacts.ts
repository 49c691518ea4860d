import { Prisma, type Tx } from '@cloudpa/db'
import { recordContactEvents } from '../events/record-events.js'

/**
 * Locks the conversations of contacts, in the order in which batches of messages take them, and before the contacts, as
 * those do.
 * @returns their ids
 */
export async function lockConversations(tx: Tx, orgId: string, contactIds: string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM conversation WHERE org_id = ${orgId}::uuid AND contact_id = ANY (${contactIds}::uuid[])
    ORDER BY org_id, chat_account_id, contact_id FOR NO KEY UPDATE`
  return rows.map(({ id }) => id)
}

/**
 * Tells the screens which contacts changed, and of what shows them by name. The transaction's last statement, as it holds
 * up whatever else happens in the org.
 * @param changed.renamed whose conversations look different now; those must be locked
 */
export async function recordContacts(
  tx: Tx,
  orgId: string,
  { told, renamed }: { told: string[]; renamed: string[] },
): Promise<void> {
  await tx.$executeRaw`
    WITH shown AS (
      UPDATE conversation SET revision = revision + 1
      WHERE org_id = ${orgId}::uuid AND contact_id = ANY (${renamed}::uuid[])
      RETURNING org_id, id, contact_id
    ), changed AS (
      SELECT org_id, 'conversation'::text AS kind, id AS conversation_id, NULL::uuid AS message_id, contact_id, 0 AS place
      FROM shown
      UNION ALL
      SELECT ${orgId}::uuid, 'contact', NULL, NULL, told.id, 1 FROM unnest(${told}::uuid[]) AS told (id)
    ), ${recordContactEvents}
    SELECT 1`
}

/** A condition that holds for one contact of the org. */
export const isContact = (orgId: string, id: string) =>
  Prisma.sql`org_id = ${orgId}::uuid AND id = ${id}::uuid`
