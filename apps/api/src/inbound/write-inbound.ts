import { Prisma, type Tx } from '@cloudpa/db'
import type { Resolution } from '../contacts/resolve-contacts.js'
import { recordContactEvents } from '../events/record-events.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { newId } from '../platform/new-id.js'
import {
  groupByConversation,
  latestTold,
  type InboundMessage,
  type Told,
  type ToldContacts,
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
  n.name IS NOT NULL AND c.profile_name IS DISTINCT FROM n.name AND c.profile_position < n.name_position AND n.name_position >= coalesce((
    SELECT max(o.last_inbound_position) FROM conversation o WHERE (o.org_id, o.contact_id) = (c.org_id, c.id)
  ), 0)`

/** Whether a message (n) says whether its contact (c) may be written to, and nothing newer has said so. */
const isNewOptOut = Prisma.sql`c.opted_position < n.opt_position`
/** Since when a contact whom a message (n) is of wants nothing automatic. */
export const optedOutAt = Prisma.sql`
  CASE WHEN n.is_out THEN timestamptz 'epoch' + n.opt_position * interval '1 microsecond' END`

/** Whether a batch brings something newer than the conversation has of the customer's: then they wrote just now. */
const isNewest = Prisma.sql`conversation.last_inbound_position < excluded.last_inbound_position`
const bringsBack = Prisma.sql`conversation.state <> 'open' AND ${isNewest}`

/**
 * Writes a batch in one statement: contacts, handles, what they tell of themselves, conversations with their counters, messages, what screens
 * must learn of, and that the webhook events are done. Rows are taken in one order (conversations by their key), so that
 * batches can't deadlock. Messages may come late, after newer ones: what the newest said of its contact and
 * conversation stays.
 */
export async function writeInbound(tx: Tx, write: InboundWrite): Promise<Written> {
  const { messages, newContacts, newHandles, taken } = write
  const done = [...messages.map(({ eventPosition }) => eventPosition), ...taken]
  const told = latestTold(messages)
  const rows = await tx.$queryRaw<Written[]>`
    /* prepared: write inbound */
    WITH new_contact AS (
      INSERT INTO contact (org_id, id, profile_name, profile_position, opted_position, opted_out_at)
      SELECT org_id, id, name, name_position, opt_position, ${optedOutAt}
      FROM ${contactRows(newContacts, told)} AS n (org_id, id, name, name_position, opt_position, is_out)
    ), new_handle AS (
      INSERT INTO handle (org_id, id, contact_id, kind, value, chat_account_id)
      SELECT * FROM ${handleRows(newHandles)}
    ), retold AS (
      ${retell(told)}
    ), ${touchAndStore(messages)}, ${showRetold}, done AS (
      DELETE FROM webhook_due WHERE position = ANY(${arrayLiteral(done)}::bigint[])
    ), changed AS (
      SELECT org_id, 'message'::text AS kind, conversation_id, id AS message_id, NULL::uuid AS contact_id,
             position AS place
      FROM stored
      UNION ALL
      SELECT org_id, 'conversation', id, NULL, contact_id, place FROM shown
      UNION ALL
      SELECT org_id, 'contact', NULL, NULL, id, place FROM retold WHERE has_opted
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
 * Gives contacts the names that their newest messages tell, and whether they may be written to, which their other
 * conversations show too. = ANY on purpose: with = the planner may choose a join that reads every contact.
 */
export function retell(contacts: ToldContacts): Prisma.Sql {
  const told = [...contacts.values()]
  return Prisma.sql`
      UPDATE contact SET profile_name = new.profile_name, profile_position = new.profile_position,
                         opted_out_at = new.opted_out_at, opted_position = new.opted_position, updated_at = now()
      FROM (
        SELECT c.org_id, c.id, ${isNewOptOut} AS has_opted, greatest(n.name_position, n.opt_position) AS place,
               CASE WHEN ${isNewName} THEN n.name ELSE c.profile_name END AS profile_name,
               CASE WHEN ${isNewName} THEN n.name_position ELSE c.profile_position END AS profile_position,
               CASE WHEN ${isNewOptOut} THEN ${optedOutAt} ELSE c.opted_out_at END AS opted_out_at,
               greatest(c.opted_position, n.opt_position) AS opted_position
        FROM (
          SELECT * FROM unnest(
            ${column(told, ({ orgId }) => orgId)}::uuid[],
            ${column(told, ({ contactId }) => contactId)}::uuid[],
            ${column(told, ({ name }) => name)}::text[],
            ${column(told, ({ namePosition }) => namePosition)}::bigint[],
            ${column(told, ({ optPosition }) => optPosition)}::bigint[],
            ${column(told, isOut)}::boolean[]
          ) AS n (org_id, contact_id, name, name_position, opt_position, is_out)
          ORDER BY org_id, contact_id
        ) AS n, LATERAL (
          SELECT * FROM contact c
          WHERE (c.org_id, c.id) = (n.org_id, n.contact_id) AND (${isNewOptOut} OR ${isNewName})
          FOR NO KEY UPDATE
        ) AS c
      ) AS new
      WHERE contact.org_id = ANY(ARRAY[new.org_id]) AND contact.id = ANY(ARRAY[new.id])
      RETURNING contact.org_id, contact.id, new.has_opted, new.place`
}

/**
 * The other conversations of contacts that tell something new show it too: to screens, what has no new revision is not
 * new. Their rows come last, out of order: two that wait for each other are parted by PostgreSQL, and one goes in again.
 */
const showRetold = Prisma.sql`
    shown AS (
      UPDATE conversation SET revision = conversation.revision + 1
      FROM (
        SELECT o.org_id, o.id, r.place FROM retold r, LATERAL (
          SELECT org_id, id FROM conversation
          WHERE (org_id, contact_id) = (r.org_id, r.id)
            AND NOT EXISTS (SELECT FROM touched t WHERE (t.org_id, t.id) = (conversation.org_id, conversation.id))
          FOR NO KEY UPDATE
        ) AS o
      ) AS other
      WHERE conversation.org_id = ANY(ARRAY[other.org_id]) AND conversation.id = ANY(ARRAY[other.id])
      RETURNING conversation.org_id, conversation.id, conversation.contact_id, other.place
    )`

const isOut = (told: Told | undefined) => String(told?.optOut === 'out')

export function contactRows(contacts: Resolution['newContacts'], told: ToldContacts): Prisma.Sql {
  return Prisma.sql`unnest(
        ${column(contacts, ({ orgId }) => orgId)}::uuid[],
        ${column(contacts, ({ id }) => id)}::uuid[],
        ${column(contacts, ({ id }) => told.get(id)?.name ?? null)}::text[],
        ${column(contacts, ({ id }) => told.get(id)?.namePosition ?? 0)}::bigint[],
        ${column(contacts, ({ id }) => told.get(id)?.optPosition ?? 0)}::bigint[],
        ${column(contacts, ({ id }) => isOut(told.get(id)))}::boolean[]
      )`
}

export function handleRows(handles: Resolution['newHandles']): Prisma.Sql {
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
