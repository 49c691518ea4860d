import type { Prisma } from '@cloudpa/db'
import { v7 as uuid } from 'uuid'
import type { Resolution } from '../contacts/resolve-contacts.js'
import type { ReadReceipt } from './read-receipt.js'

/** A customer's free-text window: 24 hours from their last message (https://www.twilio.com/docs/whatsapp/key-concepts). */
const windowMs = 24 * 60 * 60 * 1000

/** A message that was stored just now. */
export interface IngestedMessage {
  orgId: string
  conversationId: string
  id: string
}

export type InboundMessage = ReadReceipt & { id: string; contactId: string }

interface InboundWrite extends Pick<Resolution, 'newContacts' | 'newHandles'> {
  messages: InboundMessage[]
}

/**
 * Writes a batch in one statement: contacts, handles, names, conversations with their counters, messages, and the
 * receipts' done mark. Rows are taken in one order (conversations by their key), so that batches can't deadlock.
 * @returns the messages stored
 */
export function writeInbound(tx: Prisma.TransactionClient, write: InboundWrite): Promise<IngestedMessage[]> {
  const { messages, newContacts, newHandles } = write
  const names = namesOf(messages)
  return tx.$queryRaw<IngestedMessage[]>`
    WITH new_contact AS (
      INSERT INTO contact (org_id, id, profile_name)
      SELECT "orgId", id, name FROM jsonb_to_recordset(${json(named(newContacts, names))}::jsonb)
        AS c ("orgId" uuid, id uuid, name text)
    ), new_handle AS (
      INSERT INTO handle (org_id, id, contact_id, kind, value, chat_account_id)
      SELECT "orgId", id, "contactId", kind, value, "chatAccountId"
      FROM jsonb_to_recordset(${json(newHandles)}::jsonb)
        AS h ("orgId" uuid, id uuid, "contactId" uuid, kind handle_kind, value text, "chatAccountId" uuid)
    ), renamed AS (
      UPDATE contact SET profile_name = stale.name, updated_at = now()
      FROM (
        SELECT c.org_id, c.id, n.name
        FROM jsonb_to_recordset(${json([...names.values()])}::jsonb) AS n ("orgId" uuid, "contactId" uuid, name text)
        JOIN contact c ON (c.org_id, c.id) = (n."orgId", n."contactId") AND c.profile_name IS DISTINCT FROM n.name
        ORDER BY c.org_id, c.id
        FOR NO KEY UPDATE OF c
      ) AS stale
      WHERE (contact.org_id, contact.id) = (stale.org_id, stale.id)
    ), touched AS (
      INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position,
                                last_message_at, unread_count, window_expires_at)
      SELECT "orgId", id, "contactId", "chatAccountId", address, position, "sentAt", unread,
             "sentAt" + ${windowMs} * interval '1 millisecond'
      FROM jsonb_to_recordset(${json(conversationsOf(messages))}::jsonb)
        AS c ("orgId" uuid, id uuid, "contactId" uuid, "chatAccountId" uuid, address text, position bigint,
              "sentAt" timestamptz, unread int)
      ORDER BY "orgId", "chatAccountId", "contactId"
      ON CONFLICT (org_id, chat_account_id, contact_id) DO UPDATE SET
        last_position = greatest(conversation.last_position, excluded.last_position),
        last_message_at = greatest(conversation.last_message_at, excluded.last_message_at),
        reply_address = excluded.reply_address,
        unread_count = conversation.unread_count + excluded.unread_count,
        window_expires_at = greatest(conversation.window_expires_at, excluded.window_expires_at)
      RETURNING org_id, id, contact_id, chat_account_id
    ), stored AS (
      INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, body, details, sid,
                           position, sent_at)
      SELECT m."orgId", m.id, t.id, m."chatAccountId", 'inbound', 'received', m.body, m.details, m.sid, m.position,
             m."sentAt"
      FROM jsonb_to_recordset(${json(messages.map(messageRow))}::jsonb)
        AS m ("orgId" uuid, id uuid, "contactId" uuid, "chatAccountId" uuid, body text, details jsonb, sid text,
              position bigint, "sentAt" timestamptz)
      JOIN touched t ON (t.org_id, t.chat_account_id, t.contact_id) = (m."orgId", m."chatAccountId", m."contactId")
      ON CONFLICT (sid, chat_account_id) DO NOTHING
      RETURNING org_id, conversation_id, id
    ), done AS (
      UPDATE receipt SET done_at = now(), error = NULL
      WHERE position = ANY(${messages.map(({ position }) => position)}::bigint[])
    )
    SELECT org_id AS "orgId", conversation_id AS "conversationId", id FROM stored`
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
    named.map(({ contactId, sender, profileName }) => [
      contactId,
      { orgId: sender.orgId, contactId, name: profileName },
    ]),
  )
}

function named(contacts: Resolution['newContacts'], names: ReturnType<typeof namesOf>) {
  return contacts.map((contact) => ({ ...contact, name: names.get(contact.id)?.name }))
}
