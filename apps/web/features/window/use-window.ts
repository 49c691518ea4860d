'use client'
import { useEffect, useState } from 'react'
import { useNow } from '../../client/use-now'
import { windowAt, type Window } from './window-time'

/** The 24-hour window as of now: counts seconds towards its end, and closes on the second. */
export function useWindow(expiresAt: string | null): Window {
  const now = useNow()
  const [exactly, setExactly] = useState<{ expiresAt: string; now: number } | null>(null)
  const known = windowAt(expiresAt, exactly?.expiresAt === expiresAt ? Math.max(now, exactly.now) : now)
  const last = known.open && known.last
  useEffect(() => {
    // Until seconds count the one clock is enough, and a list has as many windows as rows.
    if (expiresAt === null || !last) return
    const tick = () => setExactly({ expiresAt, now: Date.now() })
    const closing = setTimeout(tick, Math.max(Date.parse(expiresAt) - Date.now(), 0))
    const counting = setInterval(tick, 1_000)
    return () => {
      clearTimeout(closing)
      clearInterval(counting)
    }
  }, [expiresAt, last])
  return known
}
