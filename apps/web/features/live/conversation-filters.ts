import type { Conversation, ConversationFilter } from '@cloudpa/contracts/conversations'
import { comparePlaces, compareSoonest, type Place } from './conversation-order'

/** A list of its own address: by a filter, of the open ones with a label, or of what both find. */
export type ListName = ConversationFilter | LabelList | BothList
export type LabelList = `label:${string}`
export type BothList = `${Exclude<ConversationFilter, 'all'>}+${LabelList}`

export const listOfLabel = (id: string): LabelList => `label:${id}`
/** The list of a filter, a label, or both; a label alone is of the open ones. */
export function listOf(filter: ConversationFilter, label: string | null): ListName {
  if (label === null) return filter
  return filter === 'all' ? listOfLabel(label) : `${filter}+${listOfLabel(label)}`
}

/** The id of the label that a list is of; null for all other lists. */
export function labelOf(list: ListName): string | null {
  const at = list.indexOf('label:')
  return at < 0 ? null : list.slice(at + 'label:'.length)
}

/** The filter that a list is of, `all` being that of a label alone. */
export function filterOf(list: ListName): ConversationFilter {
  const at = list.indexOf('label:')
  if (at < 0) return list as ConversationFilter
  return at === 0 ? 'all' : (list.slice(0, at - 1) as ConversationFilter)
}

export const isBoth = (list: string): list is BothList => list.includes('+label:')

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

/** Whether it is a filter that this version knows. */
export const isFilter = (name: string): name is ConversationFilter => Object.hasOwn(filters, name)

export function belongs(list: ListName, conversation: Conversation): boolean {
  const label = labelOf(list)
  if (label !== null && !conversation.labels.includes(label)) return false
  return filters[filterOf(list)](conversation)
}

/** Where a conversation stands in a list, the greatest first: by its latest message, or by what ends soonest. */
export function placeIn(list: ListName, conversation: Conversation): Place {
  const { id, windowExpiresAt, snoozedUntil, lastMessage } = conversation
  const filter = filterOf(list)
  if (filter === 'closing') return { id, position: endingAt(windowExpiresAt) }
  if (filter === 'snoozed') return { id, position: endingAt(snoozedUntil) }
  return { id, position: lastMessage?.position ?? -1 }
}

/** How two places of a list compare: what ends soonest the API counts upwards, ids too, and all else downwards. */
export const compareIn = (list: ListName) =>
  ['closing', 'snoozed'].includes(filterOf(list)) ? compareSoonest : comparePlaces

/** What has no end comes after all that has. */
const endingAt = (time: string | null) => (time === null ? -Infinity : -Date.parse(time))
