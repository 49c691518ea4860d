import type { Tx } from '@cloudpa/db'

/**
 * Takes a label that is to be deleted off conversations, in the order in which batches of messages take them. No screen
 * is told of each: what has no label any more is shown without it.
 * @param limit of how many at most; without one, of all
 * @returns of how many
 */
export function takeOff(
  tx: Tx,
  orgId: string,
  labelId: string,
  limit: number | null = null,
): Promise<number> {
  return tx.$executeRaw`
    WITH was AS (
      SELECT org_id, id FROM conversation WHERE org_id = ${orgId}::uuid AND id = ANY (ARRAY(
        SELECT conversation_id FROM conversation_label
        WHERE org_id = ${orgId}::uuid AND label_id = ${labelId}::uuid LIMIT ${limit}
      )) ORDER BY org_id, chat_account_id, contact_id FOR NO KEY UPDATE
    )
    UPDATE conversation SET labels = array_remove(labels, ${labelId}::uuid), revision = revision + 1
    FROM was WHERE conversation.org_id = was.org_id AND conversation.id = was.id`
}

/** On how many conversations a label stands. */
export function countLabelled(tx: Tx, orgId: string, labelId: string): Promise<number> {
  return tx.conversationLabel.count({ where: { orgId, labelId } })
}
