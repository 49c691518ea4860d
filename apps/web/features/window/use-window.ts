'use client'
import { useEffect, useState } from 'react'
import { useNow } from './use-now'
import { windowAt, type Window } from './window-time'

const longestTimerMs = 2 ** 31 - 1

/** The 24-hour window as of now; closes on the second, not on the next tick of the minute clock. */
export function useWindow(expiresAt: string | null): Window {
  const now = useNow()
  const [closedFor, setClosedFor] = useState<string | null>(null)
  useEffect(() => {
    if (expiresAt === null) return
    const leftMs = Date.parse(expiresAt) - Date.now()
    const timer = setTimeout(() => setClosedFor(expiresAt), Math.min(Math.max(leftMs, 0), longestTimerMs))
    return () => clearTimeout(timer)
  }, [expiresAt])
  return windowAt(expiresAt, expiresAt !== null && closedFor === expiresAt ? Infinity : now)
}
