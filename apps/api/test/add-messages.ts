import type pg from 'pg'

/**
 * Puts messages behind those of a conversation, one microsecond apart, as a day of writing would have left them: that
 * many one by one would take minutes.
 */
export async function addMessages(
  client: pg.Client,
  conversationId: string,
  count: number,
  { replies = false } = {},
): Promise<void> {
  await client.query(
    `WITH added AS (
       INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, author_id,
         body, position, occurred_at)
       SELECT org_id, gen_random_uuid(), id, chat_account_id,
         (CASE WHEN $3 THEN 'outbound' ELSE 'inbound' END)::message_direction,
         (CASE WHEN $3 THEN 'read' ELSE 'received' END)::message_status,
         (CASE WHEN $3 THEN 'member' ELSE 'customer' END)::author_kind,
         CASE WHEN $3 THEN gen_random_uuid() END,
         'Message ' || n, last_position + n, last_message_at + n * interval '1 microsecond'
       FROM conversation, generate_series(1, $2::int) AS n WHERE id = $1
     )
     UPDATE conversation SET last_position = last_position + $2,
       unread_count = unread_count + CASE WHEN $3 THEN 0 ELSE $2 END
     WHERE id = $1`,
    [conversationId, count, replies],
  )
}
