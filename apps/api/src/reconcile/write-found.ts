import { Prisma, type ChatAccount, type Tx } from '@cloudpa/db'
import type { Resolution } from '../contacts/resolve-contacts.js'
import { recordContactEvents } from '../events/record-events.js'
import { latestTold } from '../inbound/group-messages.js'
import { contactRows, handleRows, optedOutAt, retell } from '../inbound/write-inbound.js'
import { statusFromTwilio } from '../outbound/message-status.js'
import { newId } from '../platform/new-id.js'
import type { FoundMessage, Way } from './read-listed.js'

/** A found message that is to be stored under this id, of this contact. */
export type NewMessage = FoundMessage & { id: string; contactId: string }

interface FoundWrite extends Pick<Resolution, 'newContacts' | 'newHandles'> {
  account: ChatAccount
  way: Way
  /** Oldest first. */
  messages: NewMessage[]
}

/** A conversation that began so long before its number was connected is history: it does not wait for an answer. */
const historyMs = 86_400_000
const timeAt = (position: Prisma.Sql) =>
  Prisma.sql`timestamptz 'epoch' + ${position} * interval '1 microsecond'`

/**
 * Stores messages that were found afterwards, each at its own time, with what screens and the search must learn of. It is
 * not what happens when a customer writes (inbound/write-inbound.ts): nothing becomes unread, and what was done or snoozed
 * stays so, since nobody is to be called for what is past. What the newest message says of its conversation is true all
 * the same: where a reply goes, and how long it may be answered. A conversation that had nothing unread is still read to
 * its end, so that no later count finds more.
 * @returns how many were stored: all but what somebody else stored meanwhile
 */
export async function writeFound(tx: Tx, write: FoundWrite): Promise<number> {
  const { account, way, newContacts, newHandles, messages } = write
  // An opt-out counts however late we learn of it; only inbound messages can contain one.
  const told = way === 'inbound' ? latestTold(messages) : new Map()
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH new_contact AS (
      INSERT INTO contact (org_id, id, profile_name, profile_position, opted_position, opted_out_at)
      SELECT org_id, id, name, name_position, opt_position, ${optedOutAt}
      FROM ${contactRows(newContacts, told)} AS n (org_id, id, name, name_position, opt_position, is_out)
    ), new_handle AS (
      INSERT INTO handle (org_id, id, contact_id, kind, value, chat_account_id)
      SELECT * FROM ${handleRows(newHandles)}
    ), retold AS (
      ${retell(told)}
    ), ${touch(write)}, stored AS (
      INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, content,
                           sid, position, occurred_at, error_code, sent_at, delivered_at, read_at, failed_at,
                           price_amount, price_currency, reply_address, account_sid, from_address, status_asked_at)
      SELECT t.org_id, m.id, t.id, t.chat_account_id, m.direction, m.status, m.author_kind, m.body, m.content,
             m.sid, m.position, ${timeAt(Prisma.sql`m.position`)}, m.error_code, m.sent_at,
             CASE WHEN m.status = 'delivered' THEN m.updated_at END, CASE WHEN m.status = 'read' THEN m.updated_at END,
             CASE WHEN m.status = 'failed' THEN m.updated_at END,
             m.price_amount, m.price_currency, m.reply_address, m.account_sid, m.from_address,
             CASE WHEN m.direction = 'outbound' AND m.status < 'failed' THEN clock_timestamp() END
      FROM jsonb_to_recordset(${JSON.stringify(messages.map((message) => rowOf(account, message)))}::jsonb) AS m (
        id uuid, contact_id uuid, direction message_direction, status message_status, author_kind author_kind,
        body text, content jsonb, sid text, position bigint, error_code text, sent_at timestamptz,
        updated_at timestamptz, price_amount numeric, price_currency text, reply_address text, account_sid text,
        from_address text)
      JOIN touched t USING (contact_id)
      ON CONFLICT (org_id, chat_account_id, sid) DO NOTHING
      RETURNING org_id, conversation_id, id, position
    ), changed AS (
      SELECT org_id, 'message'::text AS kind, conversation_id, id AS message_id, NULL::uuid AS contact_id,
             position AS place
      FROM stored
      UNION ALL
      SELECT org_id, 'contact', NULL, NULL, id, place FROM retold WHERE has_opted
    ), ${recordContactEvents}
    SELECT count(*)::int AS count FROM stored`
  return row?.count ?? 0
}

/** The parts of the statement that make conversations, or move them on: `place` and `touched`. */
function touch({ account: { orgId, id, createdAt }, way, messages }: FoundWrite): Prisma.Sql {
  const places = new Map(
    // The last of each contact stays.
    messages.map(({ contactId, address, position }) => [
      contactId,
      {
        id: newId(),
        contact_id: contactId,
        address,
        last_position: position,
        last_inbound_position: way === 'inbound' ? position : 0,
      },
    ]),
  )
  const isNewest = Prisma.sql`conversation.last_inbound_position < excluded.last_inbound_position`
  const lastAt = timeAt(Prisma.sql`last_position`)
  const historyBefore = new Date(createdAt.getTime() - historyMs)
  return Prisma.sql`place AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify([...places.values()])}::jsonb) AS p (
        id uuid, contact_id uuid, address text, last_position bigint, last_inbound_position bigint)
    ), touched AS (
      INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position,
                                last_inbound_position, last_inbound_at, last_message_at, read_position, state)
      SELECT ${orgId}::uuid, id, contact_id, ${id}::uuid, address, last_position, last_inbound_position,
             CASE WHEN last_inbound_position > 0 THEN ${lastAt} END, ${lastAt}, last_inbound_position,
             CASE WHEN ${lastAt} < ${historyBefore}::timestamptz THEN 'done' ELSE 'open' END::conversation_state
      FROM place
      ORDER BY contact_id
      ON CONFLICT (org_id, chat_account_id, contact_id) DO UPDATE SET
        last_position = greatest(conversation.last_position, excluded.last_position),
        last_message_at = greatest(conversation.last_message_at, excluded.last_message_at),
        last_inbound_position = greatest(conversation.last_inbound_position, excluded.last_inbound_position),
        last_inbound_at = greatest(conversation.last_inbound_at, excluded.last_inbound_at),
        reply_address = CASE WHEN ${isNewest} THEN excluded.reply_address ELSE conversation.reply_address END,
        read_position = CASE WHEN conversation.unread_count = 0
          THEN greatest(conversation.read_position, excluded.last_inbound_position) ELSE conversation.read_position END,
        revision = conversation.revision + 1
      RETURNING org_id, id, contact_id, chat_account_id
    )`
}

function rowOf({ accountSid, address: from }: ChatAccount, message: NewMessage) {
  const { id, contactId, sid, body, content, position, address, listed } = message
  const both = { id, contact_id: contactId, sid, body, content, position }
  if (listed.direction === 'inbound')
    return { ...both, direction: 'inbound', status: 'received', author_kind: 'customer' }
  return {
    ...both,
    direction: 'outbound',
    status: statusFromTwilio(listed.status) ?? 'sending',
    author_kind: 'elsewhere',
    error_code: listed.errorCode,
    sent_at: listed.dateSent,
    updated_at: listed.dateUpdated,
    price_amount: listed.price?.amount ?? null,
    price_currency: listed.price?.currency ?? null,
    reply_address: address,
    account_sid: accountSid,
    from_address: from,
  }
}
