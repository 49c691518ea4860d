import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Act } from '@cloudpa/contracts/triage'

const away = { returned: null } as const

/**
 * What an act makes of a conversation, before the server has said so.
 * @param assignee who is to answer after an assignment, whose act names their id alone
 */
export function after(
  act: Act,
  conversation: Conversation,
  assignee: Conversation['assignee'],
): Conversation {
  switch (act.kind) {
    case 'done':
      return { ...conversation, ...away, state: 'done', snoozedUntil: null }
    case 'reopen':
      return { ...conversation, ...away, state: 'open', snoozedUntil: null }
    case 'snooze':
      return { ...conversation, ...away, state: 'snoozed', snoozedUntil: act.until }
    case 'star':
      return { ...conversation, starred: act.starred }
    case 'labels': {
      const kept = [...new Set([...conversation.labels, ...act.add])]
      return { ...conversation, labels: kept.filter((id) => !act.remove.includes(id)) }
    }
    case 'assign':
      return { ...conversation, assignee }
    case 'unread':
      return { ...conversation, unreadCount: Math.max(1, conversation.unreadCount) }
    case 'read':
      return { ...conversation, unreadCount: 0 }
  }
}

/** What undoing takes back; the rest of a conversation goes on. */
export function asBefore(before: Conversation, now: Conversation): Conversation {
  const { state, snoozedUntil, returned, starred, labels, assignee, unreadCount, readPosition } = before
  return { ...now, state, snoozedUntil, returned, starred, labels, assignee, unreadCount, readPosition }
}
