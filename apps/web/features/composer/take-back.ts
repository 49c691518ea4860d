import { openConversation, useFocusWish } from '../conversations/open-conversation'
import { lastHeld, takeBack } from '../sending/send-message'
import type { Unsent } from '../sending/unsent'
import { acts } from '../triage/acts'
import { keepCaret } from './carets'

/** Takes back a message that is held, and goes on writing it; returns whether it could be. */
export function takeBackAndWrite(item: Unsent): boolean {
  if (!takeBack(item)) return false
  keepCaret(item.conversationId, item.body.length)
  openConversation(item.conversationId, 'composer')
  useFocusWish.getState().ask({ id: item.conversationId, focus: 'composer', onPurpose: true })
  return true
}

/** The same with the one that was sent last, where nothing was done since; a key that is held does it once. */
export function takeBackLatest(event?: KeyboardEvent): boolean {
  const item = lastHeld()
  if (!item || event?.repeat || Date.parse(item.at) <= acts.lastAtMs) return false
  return takeBackAndWrite(item)
}

/** The same with the last one of a conversation, while nothing else is written in it. */
export function takeBackHere(conversationId: string): boolean {
  const item = lastHeld()
  return item?.conversationId === conversationId && takeBackAndWrite(item)
}
