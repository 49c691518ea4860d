import { openIdOf, useFocusWish } from '../conversations/open-conversation'
import { append } from '../sending/drafts'
import { keepCaret } from './carets'

/** Puts into the draft what is typed while the composer is asked for and not there yet; returns whether it took the key. */
export function typeAhead(event: KeyboardEvent): boolean {
  const { wish } = useFocusWish.getState()
  if (wish?.focus !== 'composer' || !wish.onPurpose || event.altKey || event.key.length !== 1) return false
  // One that is not on the screen any more, or could not be loaded, has no composer to come.
  if (wish.id !== openIdOf(location.pathname)) return false
  append(wish.id, event.key)
  keepCaret(wish.id, null)
  return true
}
