'use client'
import { useEffect, useState } from 'react'
import { useNow } from './use-now'
import { windowAt, type Window } from './window-time'

const longestTimerMs = 2 ** 31 - 1

/** The 24-hour window as of now: counts seconds towards its end, and closes on the second. */
export function useWindow(expiresAt: string | null): Window {
  const now = useNow()
  const [exactly, setExactly] = useState<{ expiresAt: string; now: number } | null>(null)
  const known = windowAt(expiresAt, exactly?.expiresAt === expiresAt ? Math.max(now, exactly.now) : now)
  const last = known.open && known.last
  useEffect(() => {
    if (expiresAt === null) return
    const tick = () => setExactly({ expiresAt, now: Date.now() })
    const leftMs = Math.max(Date.parse(expiresAt) - Date.now(), 0)
    const closing = setTimeout(tick, Math.min(leftMs, longestTimerMs))
    const counting = last && leftMs > 0 ? setInterval(tick, 1_000) : undefined
    return () => {
      clearTimeout(closing)
      clearInterval(counting)
    }
  }, [expiresAt, last])
  return known
}
