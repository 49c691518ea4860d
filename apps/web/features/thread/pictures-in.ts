import { filesOf } from '@cloudpa/contracts/files-of'
import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import { isNote, type Item } from '../live/thread-item'

/** A picture, and the message that it came with. */
export interface ShownPicture {
  medium: Medium
  message: Message
}

/** The pictures of a thread that are there to be looked at, in reading order; a sticker is none. */
export function picturesIn(items: readonly Item[]): ShownPicture[] {
  return items.flatMap((item) => {
    if (isNote(item)) return []
    const ready = filesOf(item.content).filter(({ kind, state }) => kind === 'image' && state === 'ready')
    return ready.map((medium) => ({ medium, message: item }))
  })
}
