import type { Message } from '@cloudpa/contracts/messages'
import type { Note } from '@cloudpa/contracts/notes'
import { comparePlaces } from './conversation-order'

/** What stands in a thread. */
export type Item = Message | Note

/** No message has mentions, and no note a direction. */
export const isNote = (item: Item): item is Note => 'mentions' in item

/** Whether the customer wrote it. */
export const isInbound = (item: Item) => !isNote(item) && item.direction === 'inbound'

/** A page's messages and notes in reading order. */
export function itemsOf(messages: readonly Message[], notes: readonly Note[]): Item[] {
  return notes.length > 0 ? [...messages, ...notes].toSorted(comparePlaces) : [...messages]
}
