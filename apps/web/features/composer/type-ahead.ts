import { openIdOf, useFocusWish } from '../conversations/open-conversation'
import { append, useDrafts, useNoteDrafts } from '../sending/drafts'
import { keepCaret } from './carets'

/** Puts into the draft, of a reply or a note, what is typed while its field is asked for and not there yet; returns whether it took the key. */
export function typeAhead(event: KeyboardEvent): boolean {
  const { wish } = useFocusWish.getState()
  if (!wish?.onPurpose || wish.focus === 'row' || event.altKey || event.key.length !== 1) return false
  // One that is not on the screen any more, or could not be loaded, has no composer to come.
  if (wish.id !== openIdOf(location.pathname)) return false
  const isNote = wish.focus === 'note'
  append(wish.id, event.key, isNote ? useNoteDrafts : useDrafts)
  if (!isNote) keepCaret(wish.id, null)
  return true
}
