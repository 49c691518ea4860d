import { Prisma } from '@cloudpa/db'
import { v7 as uuid } from 'uuid'
import type { Resolution } from '../contacts/resolve-contacts.js'
import { recordEvents } from '../events/record-events.js'
import type { ReceivedMessage } from './read-webhook-event.js'

/** A message that was stored just now. */
export interface IngestedMessage {
  orgId: string
  conversationId: string
  id: string
}

interface StoredMessage extends IngestedMessage {
  /** The org had read past its position before it came. */
  alreadyRead: boolean
}

export type InboundMessage = ReceivedMessage & { id: string; contactId: string }

interface InboundWrite extends Pick<Resolution, 'newContacts' | 'newHandles'> {
  messages: InboundMessage[]
  /** Events, by position, that are done without a message. */
  taken: bigint[]
}

/**
 * Whether a message (n) tells a name that its contact (c) does not have yet, and is not older than the contact's other
 * messages. An unchanged name is not written, so a late message with another name can win against one with it that is
 * ingested at the same moment; the customer's next message mends that.
 */
const isNewName = Prisma.sql`
  c.profile_name IS DISTINCT FROM n.name AND c.profile_position < n.position AND NOT EXISTS (
    SELECT 1 FROM conversation o
    WHERE (o.org_id, o.contact_id) = (c.org_id, c.id) AND o.last_inbound_position > n.position
  )`

/**
 * Writes a batch in one statement: contacts, handles, names, conversations with their counters, messages, the webhook
 * events' done mark, and what screens must learn of. Rows are taken in one order (conversations by their key), so that
 * batches can't deadlock. Messages may come late, after newer ones: what the newest said of its contact and
 * conversation stays.
 * @returns the messages stored
 */
export function writeInbound(tx: Prisma.TransactionClient, write: InboundWrite): Promise<StoredMessage[]> {
  const { messages, newContacts, newHandles, taken } = write
  const done = [...messages.map(({ eventPosition }) => eventPosition), ...taken]
  const names = namesOf(messages)
  return tx.$queryRaw<StoredMessage[]>`
    WITH new_contact AS (
      INSERT INTO contact (org_id, id, profile_name, profile_position)
      SELECT "orgId", id, name, coalesce(position, 0)
      FROM jsonb_to_recordset(${json(named(newContacts, names))}::jsonb)
        AS c ("orgId" uuid, id uuid, name text, position bigint)
    ), new_handle AS (
      INSERT INTO handle (org_id, id, contact_id, kind, value, chat_account_id)
      SELECT "orgId", id, "contactId", kind, value, "chatAccountId"
      FROM jsonb_to_recordset(${json(newHandles)}::jsonb)
        AS h ("orgId" uuid, id uuid, "contactId" uuid, kind handle_kind, value text, "chatAccountId" uuid)
    ), renamed AS (
      ${rename(names)}
    ), touched AS (
      INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position,
                                last_inbound_position, last_inbound_at, last_message_at, unread_count)
      SELECT "orgId", id, "contactId", "chatAccountId", address, position, position, "occurredAt", "occurredAt", unread
      FROM jsonb_to_recordset(${json(conversationsOf(messages))}::jsonb)
        AS c ("orgId" uuid, id uuid, "contactId" uuid, "chatAccountId" uuid, address text, position bigint,
              "occurredAt" timestamptz, unread int)
      ORDER BY "orgId", "chatAccountId", "contactId"
      ON CONFLICT (org_id, chat_account_id, contact_id) DO UPDATE SET
        last_position = greatest(conversation.last_position, excluded.last_position),
        last_message_at = greatest(conversation.last_message_at, excluded.last_message_at),
        last_inbound_position = greatest(conversation.last_inbound_position, excluded.last_inbound_position),
        last_inbound_at = greatest(conversation.last_inbound_at, excluded.last_inbound_at),
        reply_address = CASE WHEN conversation.last_inbound_position < excluded.last_inbound_position
                             THEN excluded.reply_address ELSE conversation.reply_address END,
        unread_count = conversation.unread_count + excluded.unread_count,
        revision = conversation.revision + 1
      RETURNING org_id, id, contact_id, chat_account_id, read_position
    ), stored AS (
      INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, details, sid,
                           position, occurred_at)
      SELECT m."orgId", m.id, t.id, m."chatAccountId", 'inbound', 'received', 'customer', m.body, m.details, m.sid, m.position, m."occurredAt"
      FROM jsonb_to_recordset(${json(messages.map(messageRow))}::jsonb)
        AS m ("orgId" uuid, id uuid, "contactId" uuid, "chatAccountId" uuid, body text, details jsonb, sid text,
              position bigint, "occurredAt" timestamptz)
      JOIN touched t ON (t.org_id, t.chat_account_id, t.contact_id) = (m."orgId", m."chatAccountId", m."contactId")
      ON CONFLICT (org_id, chat_account_id, sid) DO NOTHING
      RETURNING org_id, conversation_id, id, position
    ), done AS (
      UPDATE webhook_event SET done_at = now(), error = NULL WHERE position = ANY(${done}::bigint[])
    ), changed AS (
      SELECT org_id, 'message'::text AS kind, conversation_id, id AS message_id, position AS place FROM stored
    ), ${recordEvents}
    SELECT s.org_id AS "orgId", s.conversation_id AS "conversationId", s.id, s.position <= t.read_position AS "alreadyRead"
    FROM stored s JOIN touched t ON (t.org_id, t.id) = (s.org_id, s.conversation_id)`
}

/** Gives contacts the names that their newest messages tell. */
function rename(names: ReturnType<typeof namesOf>): Prisma.Sql {
  return Prisma.sql`
      UPDATE contact SET profile_name = stale.name, profile_position = stale.position, updated_at = now()
      FROM (
        SELECT c.org_id, c.id, n.name, n.position
        FROM jsonb_to_recordset(${json([...names.values()])}::jsonb)
          AS n ("orgId" uuid, "contactId" uuid, name text, position bigint)
        JOIN contact c ON (c.org_id, c.id) = (n."orgId", n."contactId") AND ${isNewName}
        ORDER BY c.org_id, c.id
        FOR NO KEY UPDATE OF c
      ) AS stale
      WHERE (contact.org_id, contact.id) = (stale.org_id, stale.id)`
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item))
}

function messageRow({ sender, ...message }: InboundMessage) {
  return { ...message, orgId: sender.orgId, chatAccountId: sender.chatAccountId }
}

/** What a batch says of each conversation it touches: how many messages, and the latest of them. */
function conversationsOf(messages: InboundMessage[]) {
  const byKey = new Map<string, ReturnType<typeof messageRow> & { unread: number }>()
  for (const message of messages) {
    const row = messageRow(message)
    const key = `${row.chatAccountId} ${row.contactId}`
    const unread = (byKey.get(key)?.unread ?? 0) + 1
    byKey.set(key, { ...row, id: uuid(), unread })
  }
  return [...byKey.values()]
}

/** The name each contact gave last, by contact id. */
function namesOf(messages: InboundMessage[]) {
  const named = messages.filter(({ profileName }) => profileName !== undefined)
  return new Map(
    named.map(({ contactId, sender, profileName, position }) => [
      contactId,
      { orgId: sender.orgId, contactId, name: profileName, position },
    ]),
  )
}

function named(contacts: Resolution['newContacts'], names: ReturnType<typeof namesOf>) {
  return contacts.map(({ orgId, id }) => ({ ...names.get(id), orgId, id }))
}
