import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import type { Conversation as ConversationRow } from '@cloudpa/db'
import { presentContact, type ContactRow } from '../contacts/present-contact.js'
import { windowMs } from '../outbound/free-text-window.js'

/** SQL for a member whom a conversation's column names, as the API shows them; null when it names nobody, or they are gone. */
export const memberOf = (conversation: string, column: string) => `(
  SELECT json_build_object('memberId', member.id, 'name', "user".name) FROM member JOIN "user" ON "user".id = member.user_id
  WHERE (member.org_id, member.id) = (${conversation}.org_id, ${conversation}.${column})
)`

type NamedMember = NonNullable<Conversation['actedBy']>

/** What of a conversation is shown. */
export type ShownConversation = Pick<
  ConversationRow,
  | 'id'
  | 'chatAccountId'
  | 'lastMessageAt'
  | 'lastInboundAt'
  | 'unreadCount'
  | 'state'
  | 'snoozedUntil'
  | 'returned'
  | 'starred'
  | 'labels'
  | 'revision'
> & { readPosition: bigint | string; actor: NamedMember | null; assignee: NamedMember | null }

/** A conversation as the API shows it. */
export function presentConversation(
  row: ShownConversation,
  contact: ContactRow,
  lastMessage: Message | null,
): Conversation {
  return {
    id: row.id,
    contact: presentContact(contact),
    chatAccountId: row.chatAccountId,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastMessage,
    unreadCount: row.unreadCount,
    readPosition: Number(row.readPosition),
    windowExpiresAt: row.lastInboundAt && new Date(row.lastInboundAt.getTime() + windowMs).toISOString(),
    state: row.state,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    returned: row.returned,
    starred: row.starred,
    labels: row.labels,
    assignee: row.assignee,
    actedBy: row.actor,
    revision: row.revision,
  }
}
