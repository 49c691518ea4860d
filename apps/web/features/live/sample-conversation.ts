import type { Conversation } from '@cloudpa/contracts/conversations'
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
    actedBy: null,
    revision: 1,
    windowExpiresAt: null,
    ...change,
  }
}
