import type { WayBack } from '../actions/way-back'
import { openConversation, useFocusWish } from '../conversations/open-conversation'
import { templateOf } from '../sending/carried'
import { lastHeld, takeBack } from '../sending/send-message'
import type { Unsent } from '../sending/unsent'
import { useChoosing } from '../templates/choosing'
import { keepCaret } from './carets'
import { useWriting } from './writing'

/** Takes back a message that is held, and goes on writing it, or choosing a template; returns whether it could be. */
export function takeBackAndWrite(item: Unsent, open = openToWrite): boolean {
  if (!takeBack(item)) return false
  const template = templateOf(item.carried)
  if (template) {
    const { templateId, values } = template
    open(item.conversationId)
    useChoosing.getState().ask({ conversationId: item.conversationId, templateId, values })
    return true
  }
  keepCaret(item.conversationId, item.body.length)
  open(item.conversationId)
  // Where a note was begun, too: it is the reply that comes back.
  useWriting.getState().cameTo(item.conversationId)
  useWriting.getState().writeReply()
  useFocusWish.getState().ask({ id: item.conversationId, focus: 'composer', onPurpose: true })
  return true
}

const openToWrite = (id: string) => openConversation(id, 'composer')

/**
 * The way back from the one that was sent last; null where none is held.
 * @param open opens its conversation from wherever one is
 */
export function lastSend(open: (conversationId: string) => void): WayBack | null {
  const item = lastHeld()
  return item ? { atMs: Date.parse(item.at), go: () => void takeBackAndWrite(item, open) } : null
}

/** The same with the last one of a conversation, while nothing else is written in it. */
export function takeBackHere(conversationId: string): boolean {
  const item = lastHeld()
  return item?.conversationId === conversationId && takeBackAndWrite(item)
}
