'use client'
import { startTransition, useEffect, useMemo, useState } from 'react'

/** The least that a message adds to a thread's height, in px. */
const leastPx = 40
/** What stands above and below the thread at the least: who it is, and where one answers. */
const aroundPx = 100

/**
 * What of a thread is drawn: where it opens at its end, at first what the screen has room for, so that it is there at
 * once; the rest above it after that was painted.
 * @param opensAbove whether it opens further up
 */
export function useNewestFirst<T>(entries: T[], opensAbove: boolean): { drawn: T[]; isWhole: boolean } {
  const [isReady, setReady] = useState(opensAbove)
  const [room] = useState(() => Math.ceil((window.innerHeight - aroundPx) / leastPx))
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setReady(true)))
    return () => cancelAnimationFrame(frame)
  }, [])
  const isWhole = isReady || entries.length <= room
  const drawn = useMemo(() => (isWhole ? entries : entries.slice(-room)), [isWhole, entries, room])
  return { drawn, isWhole }
}
