'use client'
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import { focusAgain } from '../../components/ui/focus-again'
import { useActions } from '../actions/use-actions'
import { useJump } from '../live/jump'
import { useFinding } from './finding'

interface Options {
  conversationId: string
  /** Where the reader is; null at the end. */
  place: () => { element: HTMLElement; top: number } | null
  toEnd: () => void
}

interface Before {
  focus: Element | null
  messageId: string | null
  top: number
}

/**
 * Looks for a word in the thread on the screen.
 * @returns `stay` ends it where it has come to, `goBack` where its reader was before; a hand on the thread gives that up
 */
export function useFindHere({ conversationId, place, toEnd }: Options): {
  isOpen: boolean
  field: RefObject<HTMLInputElement | null>
  stay: () => void
  goBack: () => void
  forget: () => void
} {
  const field = useRef<HTMLInputElement>(null)
  const before = useRef<Before>(null)
  const goesBack = useRef(false)
  const mayGoBack = useRef(true)
  const { id, open, close } = useFinding()
  const isOpen = id === conversationId
  useActions({
    find: () => {
      // Whoever presses it again where they look for a word means the browser's own.
      if (isOpen && document.activeElement === field.current) return false
      if (isOpen) field.current?.focus()
      else {
        const at = place()
        const messageId = at?.element.dataset.messageId ?? null
        before.current = { focus: document.activeElement, messageId, top: at?.top ?? 0 }
        goesBack.current = false
        mayGoBack.current = true
        open(conversationId)
      }
      return true
    },
  })
  useLayoutEffect(() => {
    const was = before.current
    if (isOpen || !was) return
    before.current = null
    if (!goesBack.current) return focusAgain(was.focus)
    if (was.messageId) useJump.getState().ask(conversationId, was.messageId, { top: was.top })
    else toEnd()
    focusAgain(was.focus)
  }, [isOpen, conversationId, toEnd])
  useEffect(() => () => void close(), [close])
  return {
    isOpen,
    field,
    stay: () => void close(),
    goBack: () => {
      goesBack.current = mayGoBack.current
      close()
    },
    forget: () => {
      mayGoBack.current = false
    },
  }
}
