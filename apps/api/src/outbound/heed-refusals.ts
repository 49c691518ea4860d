import { Prisma } from '@cloudpa/db'
import { recordContactEvents } from '../events/record-events.js'

/** What Twilio fails a message with whose recipient asked it for no more (docs: api/errors/21610). */
export const optedOutThere = '21610'

/**
 * The last parts of a statement that says what became of messages, where Twilio may have refused to write to somebody who
 * asked it for no more: they have opted out here, too, and their conversations show it. Its part `moved` gives the messages
 * (org_id, conversation_id, message_id, status, error_code, began_at: when the attempt did). What a customer or a member
 * has said of it since an attempt began is newer than that one's refusal. What changed is in `changed`, and has its event.
 */
export const heedRefusals = Prisma.sql`
  told AS (
    SELECT o.org_id, o.contact_id, max(extract(epoch FROM moved.began_at) * 1000000)::bigint AS position
    FROM moved, LATERAL (
      SELECT org_id, contact_id FROM conversation WHERE (org_id, id) = (moved.org_id, moved.conversation_id) LIMIT 1
    ) AS o
    WHERE moved.status = 'failed' AND moved.error_code = ${optedOutThere}
    GROUP BY o.org_id, o.contact_id
  ), held AS MATERIALIZED (
    -- Before their contacts, and in the order in which all others take them.
    SELECT c.org_id, c.id, c.contact_id
    FROM told JOIN conversation c ON (c.org_id, c.contact_id) = (told.org_id, told.contact_id)
    ORDER BY c.org_id, c.chat_account_id, c.contact_id FOR NO KEY UPDATE OF c
  ), refused AS (
    UPDATE contact SET opted_out_at = timestamptz 'epoch' + new.position * interval '1 microsecond',
                       opted_position = new.position, updated_at = now()
    FROM (
      SELECT c.org_id, c.id, told.position
      FROM (
        SELECT * FROM told WHERE contact_id IN (SELECT contact_id FROM held) ORDER BY org_id, contact_id
      ) AS told, LATERAL (
        SELECT org_id, id FROM contact
        WHERE (org_id, id) = (told.org_id, told.contact_id) AND opted_out_at IS NULL AND opted_position < told.position
        FOR NO KEY UPDATE
      ) AS c
    ) AS new
    WHERE contact.org_id = ANY(ARRAY[new.org_id]) AND contact.id = ANY(ARRAY[new.id])
    RETURNING contact.org_id, contact.id
  ), retold AS (
    UPDATE conversation SET revision = conversation.revision + 1
    FROM held JOIN refused ON (refused.org_id, refused.id) = (held.org_id, held.contact_id)
    WHERE conversation.org_id = ANY(ARRAY[held.org_id]) AND conversation.id = ANY(ARRAY[held.id])
    RETURNING conversation.org_id, conversation.id
  ), changed AS (
    SELECT org_id, 'message'::text AS kind, conversation_id, message_id, NULL::uuid AS contact_id, 0 AS place FROM moved
    UNION ALL
    SELECT org_id, 'conversation', id, NULL, NULL, 1 FROM retold
    UNION ALL
    SELECT org_id, 'contact', NULL, NULL, id, 1 FROM refused
  ), ${recordContactEvents}`
