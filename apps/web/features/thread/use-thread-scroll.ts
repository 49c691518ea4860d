'use client'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { ThreadScroller } from './thread-scroller'

const olderPx = 800

/**
 * A ThreadScroller for the element that gets `attach` as its ref.
 * @param onNearTop called near the top, to load what came before; it may be called often and must bear that
 * @param placeKnown whether the place to open at is loaded; until then the thread stays at its top, and loads
 */
export function useThreadScroll(onNearTop: () => void, placeKnown: boolean) {
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
    // Whoever scrolls away while the place is still being looked for has chosen one.
    if ((scroller.current?.box.scrollTop ?? 0) > 0) opened.current = true
    if (scroller.current?.isNear(olderPx)) onNearTop()
  }, [onNearTop])

  const scrollToBottom = useCallback((behavior: ScrollBehavior = 'auto') => {
    scroller.current?.toBottom(behavior)
  }, [])

  // With every drawing, since any may have added rows; nothing moves where nothing did.
  useLayoutEffect(() => {
    if (opened.current) scroller.current?.settle()
    else scroller.current?.open(placeKnown)
    opened.current ||= placeKnown
    // A thread that stands at its top already never scrolls there, so no event would ask.
    if (scroller.current?.isNear(olderPx)) onNearTop()
  })

  return { attach, onScroll, atBottom, scrollToBottom }
}
