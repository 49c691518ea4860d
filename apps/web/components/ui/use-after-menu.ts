'use client'
import { useRef } from 'react'

/**
 * Does what an item of a menu leads to once the menu is gone: a menu gives the keyboard back to its button as it goes,
 * and whatever was opened before that would lose it, or close again.
 * @returns `after`, which makes an item's `onSelect`, and what the menu's list is given
 */
export function useAfterMenu() {
  const chosen = useRef<() => void>(undefined)
  const after = (work: () => void) => () => {
    chosen.current = work
  }
  const onCloseAutoFocus = (event: Event) => {
    const work = chosen.current
    chosen.current = undefined
    if (!work) return
    event.preventDefault()
    work()
  }
  return { after, onCloseAutoFocus }
}
