'use client'
import { useEffect, type RefObject } from 'react'
import { holdsNow } from '../../components/ui/use-media'
import { useFocusWish, useIsWished } from '../conversations/open-conversation'
import { caretIn } from './carets'

/**
 * Takes the focus where it is asked for. What was merely opened gets it only where a mouse is, since on a touch screen the
 * keyboard would cover what one came to read; a key pressed on purpose is answered everywhere.
 */
export function useWishedFocus(id: string, box: RefObject<HTMLTextAreaElement | null>): void {
  const wished = useIsWished(id, 'composer')
  const ask = useFocusWish((state) => state.ask)
  useEffect(() => {
    if (!wished || !box.current) return
    const { wish } = useFocusWish.getState()
    ask(null)
    if (!wish?.onPurpose && !holdsNow('(pointer: fine)')) return
    box.current.focus()
    // Asked only where it moves the caret, since it lays out the page.
    const { value } = box.current
    const at = caretIn(id, value)
    if (value) box.current.setSelectionRange(at, at)
  }, [wished, id, ask, box])
}
