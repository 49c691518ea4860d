'use client'
import type { RefObject } from 'react'
import { holdsNow } from '../../components/ui/use-media'
import { useAnsweredWish, useFocusWish } from '../conversations/open-conversation'
import { caretIn } from './carets'

/**
 * Takes the focus where it is asked for. What was merely opened gets it only where a mouse is, since on a touch screen the
 * keyboard would cover what one came to read; a key pressed on purpose is answered everywhere.
 */
export function useWishedFocus(id: string, box: RefObject<HTMLTextAreaElement | null>): void {
  useAnsweredWish(id, 'composer', ({ onPurpose }) => {
    if (!box.current) return
    useFocusWish.getState().ask(null)
    if (!onPurpose && !holdsNow('(pointer: fine)')) return
    box.current.focus()
    // Asked only where it moves the caret, since it lays out the page.
    const { value } = box.current
    const at = caretIn(id, value)
    if (value) box.current.setSelectionRange(at, at)
  })
}
