import type { Conversation, ConversationFilter } from '@cloudpa/contracts/conversations'
import { comparePlaces, compareSoonest, type Place } from './conversation-order'

/** A list of its own address: by a filter, or of the open ones with a label. */
export type ListName = ConversationFilter | LabelList
export type LabelList = `label:${string}`

export const listOfLabel = (id: string): LabelList => `label:${id}`
/** The id of the label that a list is of; null for all other lists. */
export const labelOf = (list: ListName) => (list.startsWith('label:') ? list.slice('label:'.length) : null)

/** Who looks, by whom `mine` is told; null as long as nobody knows. */
let viewerId: string | null = null
export const setViewer = (memberId: string | null) => (viewerId = memberId)

/** Neither done nor put off. What a later version may know beside these two is shown rather than lost. */
const isOpen = ({ state }: Conversation) => state !== 'done' && state !== 'snoozed'

/** The customer said the last word, and nobody has answered it. */
const isWaiting = ({ lastMessage }: Conversation) => lastMessage?.direction === 'inbound'

/**
 * Which conversations a list holds, as the API filters them. Of `closing` these are all that have a window: which of
 * them close within two hours is a matter of the clock.
 */
const filters: Record<ConversationFilter, (conversation: Conversation) => boolean> = {
  all: isOpen,
  unread: (conversation) => isOpen(conversation) && conversation.unreadCount > 0,
  mine: (conversation) =>
    isOpen(conversation) && viewerId !== null && conversation.assignee?.memberId === viewerId,
  unassigned: (conversation) => isOpen(conversation) && !conversation.assignee,
  waiting: (conversation) => isOpen(conversation) && isWaiting(conversation),
  closing: (conversation) =>
    isOpen(conversation) && isWaiting(conversation) && conversation.windowExpiresAt !== null,
  snoozed: ({ state }) => state === 'snoozed',
  done: ({ state }) => state === 'done',
  starred: ({ starred }) => starred,
}

export function belongs(list: ListName, conversation: Conversation): boolean {
  const label = labelOf(list)
  if (label === null) return filters[list as ConversationFilter](conversation)
  return isOpen(conversation) && conversation.labels.includes(label)
}

/** Where a conversation stands in a list, the greatest first: by its latest message, or by what ends soonest. */
export function placeIn(filter: ListName, conversation: Conversation): Place {
  const { id, windowExpiresAt, snoozedUntil, lastMessage } = conversation
  if (filter === 'closing') return { id, position: endingAt(windowExpiresAt) }
  if (filter === 'snoozed') return { id, position: endingAt(snoozedUntil) }
  return { id, position: lastMessage?.position ?? -1 }
}

/** How two places of a list compare: what ends soonest the API counts upwards, ids too, and all else downwards. */
export const compareIn = (filter: ListName) =>
  filter === 'closing' || filter === 'snoozed' ? compareSoonest : comparePlaces

/** What has no end comes after all that has. */
const endingAt = (time: string | null) => (time === null ? -Infinity : -Date.parse(time))
