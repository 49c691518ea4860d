'use client'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { ThreadScroller } from './thread-scroller'

const olderPx = 800

/**
 * A ThreadScroller for the element that gets `attach` as its ref.
 * @param onNearTop called near the top, to load what came before; it may be called often and must bear that
 * @param onNearEnd the same at the other end
 */
export function useThreadScroll(onNearTop: () => void, onNearEnd: () => void) {
  const scroller = useRef<ThreadScroller>(null)
  const opened = useRef(false)
  const [atBottom, setAtBottom] = useState(true)

  const attach = useCallback((box: HTMLElement | null) => {
    if (!box) return
    const made = new ThreadScroller(box, setAtBottom)
    scroller.current = made
    return () => made.stop()
  }, [])

  const onScroll = useCallback(() => {
    scroller.current?.scrolled()
    if (scroller.current?.isNear(olderPx)) onNearTop()
    if (scroller.current?.isNearEnd(olderPx)) onNearEnd()
  }, [onNearTop, onNearEnd])

  const scrollToBottom = useCallback((behavior: ScrollBehavior = 'auto') => {
    scroller.current?.toBottom(behavior)
  }, [])

  // With every drawing, since any may have added rows; nothing moves where nothing did.
  useLayoutEffect(() => {
    if (opened.current) scroller.current?.settle()
    else scroller.current?.open()
    opened.current = true
    // A thread that stands at its top already never scrolls there, so no event would ask.
    if (scroller.current?.isNear(olderPx)) onNearTop()
    if (scroller.current?.isNearEnd(olderPx)) onNearEnd()
  })

  return { attach, onScroll, atBottom, scrollToBottom }
}
