'use client'
import { useEffect, type RefObject } from 'react'
import { useFocusWish, useIsWished } from '../conversations/open-conversation'

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
    if (!wish?.onPurpose && !window.matchMedia('(pointer: fine)').matches) return
    box.current.focus()
    box.current.setSelectionRange(box.current.value.length, box.current.value.length)
  }, [wished, ask, box])
}
