import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { Prisma, type Tx } from '@cloudpa/db'
import { columnsOfContact, type ContactRow } from '../contacts/present-contact.js'
import type { AskOrgs } from '../events/read-events.js'
import { presentMessage, type ShownMessage } from '../outbound/present-message.js'
import { selectQuoted, withQuoted, type QuotedRow } from '../outbound/quote-messages.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { memberOf, presentConversation, type ShownConversation } from './present-conversation.js'

/** A message of a conversation; or a conversation with its last message, where none is named. */
export interface Changed {
  orgId: string
  conversationId: string
  messageId: string | null
}

interface Loaded {
  messages: { orgId: string; message: Message }[]
  conversations: { orgId: string; conversation: Conversation }[]
}

/** A message as the driver reads it, or Prisma. All of it is null where it is gone, or there is none. */
export type MessageRow = Omit<ShownMessage, 'id' | 'position' | 'priceAmount' | 'conversationId'> & {
  id: string | null
  conversationId: string
  position: string | bigint
  priceAmount: string | Prisma.Decimal | null
}

/** The same of a conversation, with its contact, or of a message of one. */
export type ChangedRow = Omit<ShownConversation, 'id' | 'revision'> &
  MessageRow &
  Changed & { conversationRevision: number; contact: ContactRow | null }

/** SQL for the columns of a message's row, without that of its conversation. */
export const columnsOfMessage = (message: string) => {
  const of = (column: string) => `${message}.${column}`
  return `
    ${of('id')}, ${of('direction')}, ${of('status')}, ${of('author_kind')} AS "authorKind", ${of('author_id')} AS "authorId",
    ${of('body')}, ${of('content')}, ${of('sid')}, ${of('client_id')} AS "clientId", ${of('position')}, ${of('revision')},
    ${of('occurred_at')} AS "occurredAt", ${of('sent_at')} AS "sentAt", ${of('delivered_at')} AS "deliveredAt",
    ${of('read_at')} AS "readAt", ${of('failed_at')} AS "failedAt", ${of('price_amount')} AS "priceAmount",
    ${of('price_currency')} AS "priceCurrency", ${of('error_code')} AS "errorCode",
    ${of('next_attempt_at')} AS "nextAttemptAt"`
}

/**
 * Each is looked up by its own key, in the order in which it is named, in one statement, so that a conversation and its
 * last message are of one moment. What is gone, or another org's, is just not there.
 */
const selected = `
  SELECT c.org_id AS "orgId", c.id AS "conversationId", named.message_id AS "messageId",
         c.chat_account_id AS "chatAccountId", c.last_message_at AS "lastMessageAt", c.last_inbound_at AS "lastInboundAt",
         c.read_position AS "readPosition", c.unread_count AS "unreadCount", c.revision AS "conversationRevision",
         c.state, c.snoozed_until AS "snoozedUntil", c.returned, c.starred, c.labels, ${memberOf('c', 'acted_by')} AS actor,
         ${memberOf('c', 'assignee_id')} AS assignee,
         of_contact.row AS contact, ${columnsOfMessage('m')}
  FROM `
const joined = ` AS named (org_id, conversation_id, message_id), LATERAL (
    SELECT * FROM conversation WHERE (org_id, id) = (named.org_id, named.conversation_id) LIMIT 1
  ) AS c LEFT JOIN LATERAL (
    SELECT row_to_json(shown) AS row FROM (
      SELECT ${columnsOfContact('contact')}
      FROM contact WHERE named.message_id IS NULL AND (org_id, id) = (c.org_id, c.contact_id)
    ) AS shown
  ) AS of_contact ON true LEFT JOIN LATERAL (
    SELECT * FROM message
    WHERE named.message_id IS NULL AND (org_id, conversation_id, position) = (c.org_id, c.id, c.last_position)
    UNION ALL
    SELECT * FROM message WHERE (org_id, id) = (c.org_id, named.message_id)
    LIMIT 1
  ) AS m ON true`

/** The statement for what is named by rows of (org_id, conversation_id, message_id). */
export const selectChanged = (named: string) => `${selected} ${named} ${joined}`

/** Loads messages and conversations of several orgs as the API shows them. */
export async function loadChanged(ask: AskOrgs, changed: Changed[]): Promise<Loaded> {
  if (changed.length === 0) return { messages: [], conversations: [] }
  const rows = await ask<ChangedRow>({
    name: 'load changed',
    text: selectChanged('unnest($1::uuid[], $2::uuid[], $3::uuid[])'),
    values: [
      changed.map(({ orgId }) => orgId),
      changed.map(({ conversationId }) => conversationId),
      changed.map(({ messageId }) => messageId),
    ],
  })
  const loaded: Loaded = { messages: [], conversations: [] }
  for (const row of rows) {
    const { orgId, messageId } = row
    const message = messageId === null ? null : presentMessageRow(row)
    const conversation = messageId === null ? presentConversationRow(row) : null
    if (message) loaded.messages.push({ orgId, message })
    if (conversation) loaded.conversations.push({ orgId, conversation })
  }
  const quoted = selectQuoted(loaded.messages)
  if (!quoted) return loaded
  return { ...loaded, messages: withQuoted(loaded.messages, await ask<QuotedRow>(quoted)) }
}

/** An org's conversations as the API shows them, in the order in which they are named; what is gone is left out. */
export async function showConversations(tx: Tx, orgId: string, ids: string[]): Promise<Conversation[]> {
  if (ids.length === 0) return []
  const repeated = (value: string | null) => arrayLiteral(ids.map(() => value))
  const rows = await tx.$queryRaw<ChangedRow[]>`
    /* prepared: show conversations */ ${Prisma.raw(selected)}
    unnest(${repeated(orgId)}::uuid[], ${arrayLiteral(ids)}::uuid[], ${repeated(null)}::uuid[]) ${Prisma.raw(joined)}`
  const shown = new Map(rows.map((row) => [row.conversationId, presentConversationRow(row)]))
  return ids.flatMap((id) => shown.get(id) ?? [])
}

/** A row that names no message, as its conversation; null where that has no contact any more. */
export function presentConversationRow(row: ChangedRow): Conversation | null {
  const shown = { ...row, id: row.conversationId, revision: row.conversationRevision }
  return row.contact && presentConversation(shown, row.contact, presentMessageRow(row))
}

/** A row's message; null where there is none. */
export function presentMessageRow({ id, position, priceAmount, ...row }: MessageRow): Message | null {
  if (id === null) return null
  return presentMessage({
    ...row,
    id,
    position: BigInt(position),
    priceAmount: priceAmount === null ? null : new Prisma.Decimal(priceAmount),
  })
}
