import type { Conversation, ConversationCounts } from '@cloudpa/contracts/conversations'
import { message } from '../messages/sample-message'

/** A conversation for tests whose latest message is at a position; what matters to one is said in `change`. */
export function conversation(id: string, position: number, change: Partial<Conversation> = {}): Conversation {
  const lastMessage = message(position, { id: `${id}-${position}`, conversationId: id })
  return {
    id,
    contact: {
      id,
      name: id,
      ourName: null,
      profileName: id,
      phone: null,
      formattedPhone: null,
      userId: null,
      optedOutAt: null,
    },
    chatAccountId: 'a1',
    lastMessageAt: lastMessage.occurredAt,
    lastMessage,
    unreadCount: 0,
    readPosition: 0,
    state: 'open',
    snoozedUntil: null,
    returned: null,
    starred: false,
    labels: [],
    assignee: null,
    actedBy: null,
    revision: 1,
    windowExpiresAt: null,
    ...change,
  }
}

/** What the API counts, for tests; what matters to one is said in `change`. */
export function counts(change: Partial<ConversationCounts>): ConversationCounts {
  const none = {
    all: 0,
    unread: 0,
    mine: 0,
    unassigned: 0,
    waiting: 0,
    closing: 0,
    snoozed: 0,
    starred: 0,
    labels: {},
    both: [],
  }
  return { ...none, ...change }
}
