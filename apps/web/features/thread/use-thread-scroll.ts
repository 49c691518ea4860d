'use client'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { PinnedDay } from './pinned-day'
import { ThreadScroller } from './thread-scroller'
import type { ThreadData } from '../live/use-thread'

const nearPx = 800

/** A ThreadScroller for the element that gets `attach` as its ref; it loads on where the reader nears an end of `thread`. */
export function useThreadScroll(thread: ThreadData) {
  const scroller = useRef<ThreadScroller>(null)
  const pinnedDay = useRef<PinnedDay>(null)
  const opened = useRef(false)
  const wantsEnd = useRef(false)
  const [atBottom, setAtBottom] = useState(true)
  const latest = useRef(thread)
  useLayoutEffect(() => {
    latest.current = thread
  })

  const loadNear = useCallback(() => {
    const { hasOlder, hasNewer, loadOlder, loadNewer } = latest.current
    if (hasOlder && scroller.current?.isNear('top', nearPx)) loadOlder()
    if (hasNewer && scroller.current?.isNear('bottom', nearPx)) loadNewer()
  }, [])

  const attach = useCallback((box: HTMLElement | null) => {
    if (!box) return
    const made = new ThreadScroller(box, setAtBottom)
    const day = new PinnedDay(box)
    scroller.current = made
    opened.current = false
    pinnedDay.current = day
    return () => {
      made.stop()
      day.stop()
    }
  }, [])

  const onScroll = useCallback(() => {
    const byReader = scroller.current?.scrolled() ?? false
    pinnedDay.current?.scrolled(scroller.current?.topmost() ?? null, byReader)
    loadNear()
  }, [loadNear])

  const toEnd = useCallback(() => {
    wantsEnd.current = latest.current.hasNewer
    if (wantsEnd.current) void latest.current.toNewest()
    else scroller.current?.toBottom()
  }, [])

  const show = useCallback((message: HTMLElement, top?: number) => scroller.current?.show(message, top), [])
  const place = useCallback(() => scroller.current?.place() ?? null, [])

  // With every drawing, since any may have added rows; nothing moves where nothing did.
  useLayoutEffect(() => {
    const { hasNewer } = latest.current
    scroller.current?.setHasEnd(!hasNewer)
    if (!opened.current) scroller.current?.open()
    else if (wantsEnd.current && !hasNewer) scroller.current?.toBottom()
    else scroller.current?.settle()
    if (!hasNewer) wantsEnd.current = false
    opened.current = true
  })
  useEffect(() => {
    latest.current.setFollows(atBottom)
    // A thread that stands at its edge already never scrolls there, so no event would ask.
    loadNear()
  })

  return { attach, onScroll, atBottom, toEnd, show, place }
}
