import { Prisma, type Tx } from '@cloudpa/db'
import type { Resolution } from '../contacts/resolve-contacts.js'
import { recordContactEvents } from '../events/record-events.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { newId } from '../platform/new-id.js'
import {
  groupByConversation,
  latestNames,
  type InboundMessage,
  type NamedContacts,
} from './group-messages.js'

interface InboundWrite extends Pick<Resolution, 'newContacts' | 'newHandles'> {
  /** In the order in which they were received. */
  messages: InboundMessage[]
  /** Events, by position, that are done without a message. */
  taken: number[]
}

interface Written {
  /** How many messages were stored. */
  count: number
  /** The conversations that the org had read past one of them before it came. */
  alreadyRead: { orgId: string; conversationId: string }[]
}

/**
 * Whether a message (n) tells a name that its contact (c) does not have yet, and is not older than the contact's other
 * messages. An unchanged name is not written, so a late message with another name can win against one with it that is
 * ingested at the same moment; the customer's next message mends that.
 */
const isNewName = Prisma.sql`
  c.profile_name IS DISTINCT FROM n.name AND c.profile_position < n.position AND n.position >= coalesce((
    SELECT max(o.last_inbound_position) FROM conversation o WHERE (o.org_id, o.contact_id) = (c.org_id, c.id)
  ), 0)`

/** Whether a batch brings something newer than the conversation has of the customer's: then they wrote just now. */
const isNewest = Prisma.sql`conversation.last_inbound_position < excluded.last_inbound_position`
const bringsBack = Prisma.sql`conversation.state <> 'open' AND ${isNewest}`

/**
 * Writes a batch in one statement: contacts, handles, names, conversations with their counters, messages, what screens
 * must learn of, and that the webhook events are done. Rows are taken in one order (conversations by their key), so that
 * batches can't deadlock. Messages may come late, after newer ones: what the newest said of its contact and
 * conversation stays.
 */
export async function writeInbound(tx: Tx, write: InboundWrite): Promise<Written> {
  const { messages, newContacts, newHandles, taken } = write
  const done = [...messages.map(({ eventPosition }) => eventPosition), ...taken]
  const names = latestNames(messages)
  const rows = await tx.$queryRaw<Written[]>`
    /* prepared: write inbound */
    WITH new_contact AS (
      INSERT INTO contact (org_id, id, profile_name, profile_position)
      SELECT * FROM ${contactRows(newContacts, names)}
    ), new_handle AS (
      INSERT INTO handle (org_id, id, contact_id, kind, value, chat_account_id)
      SELECT * FROM ${handleRows(newHandles)}
    ), renamed AS (
      ${rename(names)}
    ), ${touchAndStore(messages)}, done AS (
      DELETE FROM webhook_due WHERE position = ANY(${arrayLiteral(done)}::bigint[])
    ), changed AS (
      SELECT org_id, 'message'::text AS kind, conversation_id, id AS message_id, NULL::uuid AS contact_id,
             position AS place
      FROM stored
      UNION ALL
      SELECT c.org_id, 'conversation', c.id, NULL, r.id, r.profile_position FROM renamed r, LATERAL (
        SELECT * FROM conversation o
        WHERE (o.org_id, o.contact_id) = (r.org_id, r.id)
          AND NOT EXISTS (SELECT FROM touched t WHERE (t.org_id, t.id) = (o.org_id, o.id))
      ) AS c
    ), ${recordContactEvents}
    SELECT (SELECT count(*)::int FROM stored) AS count, coalesce(json_agg(
             json_build_object('orgId', t.org_id, 'conversationId', t.id)
           ) FILTER (WHERE p.first_position <= t.read_position), '[]') AS "alreadyRead"
    FROM place p FULL JOIN touched t USING (org_id, chat_account_id, contact_id)`
  return rows[0] as Written
}

/**
 * The parts of the statement that write conversations and messages: `place`, `touched` and `stored`. Each message has
 * its place, and each place its row: the joins are FULL because an inner one, planned for few, compares all with all.
 */
function touchAndStore(messages: InboundMessage[]): Prisma.Sql {
  const { conversations, numbers } = groupByConversation(messages)
  return Prisma.sql`place AS (
      SELECT *, timestamptz 'epoch' + last_position * interval '1 microsecond' AS last_at FROM unnest(
        ${column(conversations, ({ orgId }) => orgId)}::uuid[],
        ${column(conversations, () => newId())}::uuid[],
        ${column(conversations, ({ contactId }) => contactId)}::uuid[],
        ${column(conversations, ({ chatAccountId }) => chatAccountId)}::uuid[],
        ${column(conversations, ({ address }) => address)}::text[],
        ${column(conversations, ({ firstPosition }) => firstPosition)}::bigint[],
        ${column(conversations, ({ lastPosition }) => lastPosition)}::bigint[],
        ${column(conversations, ({ unread }) => unread)}::int[]
      ) WITH ORDINALITY AS c (org_id, id, contact_id, chat_account_id, address, first_position, last_position, unread, number)
    ), touched AS (
      INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position,
                                last_inbound_position, last_inbound_at, last_message_at, unread_count)
      SELECT org_id, id, contact_id, chat_account_id, address, last_position,
             last_position, last_at, last_at, unread
      FROM place
      ORDER BY org_id, chat_account_id, contact_id
      ON CONFLICT (org_id, chat_account_id, contact_id) DO UPDATE SET
        last_position = greatest(conversation.last_position, excluded.last_position),
        last_message_at = greatest(conversation.last_message_at, excluded.last_message_at),
        last_inbound_position = greatest(conversation.last_inbound_position, excluded.last_inbound_position),
        last_inbound_at = greatest(conversation.last_inbound_at, excluded.last_inbound_at),
        reply_address = CASE WHEN ${isNewest} THEN excluded.reply_address ELSE conversation.reply_address END,
        unread_count = conversation.unread_count + excluded.unread_count,
        state = CASE WHEN ${isNewest} THEN 'open' ELSE conversation.state END,
        snoozed_until = CASE WHEN ${isNewest} THEN NULL ELSE conversation.snoozed_until END,
        returned = CASE WHEN ${bringsBack} THEN 'wrote' ELSE conversation.returned END,
        acts = CASE WHEN ${bringsBack} THEN conversation.revision + 1 ELSE conversation.acts END,
        revision = conversation.revision + 1
      RETURNING org_id, id, contact_id, chat_account_id, read_position
    ), stored AS (
      INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, content, sid,
                           position, occurred_at)
      SELECT t.org_id, m.id, t.id, t.chat_account_id, 'inbound', 'received', 'customer', m.body, m.content, m.sid,
             m.position, timestamptz 'epoch' + m.position * interval '1 microsecond'
      FROM unnest(
        ${arrayLiteral(numbers)}::int[],
        ${column(messages, ({ id }) => id)}::uuid[],
        ${column(messages, ({ body }) => body)}::text[],
        ${column(messages, ({ content }) => content && JSON.stringify(content))}::jsonb[],
        ${column(messages, ({ sid }) => sid)}::text[],
        ${column(messages, ({ position }) => position)}::bigint[]
      ) AS m (number, id, body, content, sid, position)
      FULL JOIN place p USING (number)
      FULL JOIN touched t USING (org_id, chat_account_id, contact_id)
      ON CONFLICT (org_id, chat_account_id, sid) DO NOTHING
      RETURNING org_id, conversation_id, id, position
    )`
}

/**
 * Gives contacts the names that their newest messages tell, which their other conversations show too. = ANY on purpose: with = the planner may choose a join that
 * reads every contact.
 */
function rename(names: NamedContacts): Prisma.Sql {
  const told = [...names.values()]
  return Prisma.sql`
      UPDATE contact SET profile_name = stale.name, profile_position = stale.position, updated_at = now()
      FROM (
        SELECT c.org_id, c.id, n.name, n.position
        FROM (
          SELECT * FROM unnest(
            ${column(told, ({ orgId }) => orgId)}::uuid[],
            ${column(told, ({ contactId }) => contactId)}::uuid[],
            ${column(told, ({ name }) => name)}::text[],
            ${column(told, ({ position }) => position)}::bigint[]
          ) AS n (org_id, contact_id, name, position)
          ORDER BY org_id, contact_id
        ) AS n, LATERAL (
          SELECT * FROM contact c
          WHERE (c.org_id, c.id) = (n.org_id, n.contact_id) AND ${isNewName}
          FOR NO KEY UPDATE
        ) AS c
      ) AS stale
      WHERE contact.org_id = ANY(ARRAY[stale.org_id]) AND contact.id = ANY(ARRAY[stale.id])
      RETURNING contact.org_id, contact.id, contact.profile_position`
}

function contactRows(contacts: Resolution['newContacts'], names: NamedContacts): Prisma.Sql {
  return Prisma.sql`unnest(
        ${column(contacts, ({ orgId }) => orgId)}::uuid[],
        ${column(contacts, ({ id }) => id)}::uuid[],
        ${column(contacts, ({ id }) => names.get(id)?.name ?? null)}::text[],
        ${column(contacts, ({ id }) => names.get(id)?.position ?? 0)}::bigint[]
      )`
}

function handleRows(handles: Resolution['newHandles']): Prisma.Sql {
  return Prisma.sql`unnest(
        ${column(handles, ({ orgId }) => orgId)}::uuid[],
        ${column(handles, ({ id }) => id)}::uuid[],
        ${column(handles, ({ contactId }) => contactId)}::uuid[],
        ${column(handles, ({ kind }) => kind)}::handle_kind[],
        ${column(handles, ({ value }) => value)}::text[],
        ${column(handles, ({ chatAccountId }) => chatAccountId)}::uuid[]
      )`
}

function column<T>(rows: T[], read: (row: T) => string | number | null): string {
  return arrayLiteral(rows.map(read))
}
