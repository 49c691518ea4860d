'use client'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { ThreadScroller } from './thread-scroller'

const olderPx = 800

/**
 * A ThreadScroller for the element that gets `attach` as its ref.
 * @param onNearTop called near the top, to load what came before
 */
export function useThreadScroll(onNearTop: () => void) {
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
    if ((scroller.current?.box.scrollTop ?? Infinity) < olderPx) onNearTop()
  }, [onNearTop])

  const scrollToBottom = useCallback((behavior: ScrollBehavior = 'auto') => {
    scroller.current?.toBottom(behavior)
  }, [])

  // With every drawing, since any may have added rows; nothing moves where nothing did.
  useLayoutEffect(() => {
    if (opened.current) scroller.current?.settle()
    else scroller.current?.open()
    opened.current = true
  })

  return { attach, onScroll, atBottom, scrollToBottom }
}
