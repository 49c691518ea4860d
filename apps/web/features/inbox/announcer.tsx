'use client'
import { useAnnouncement } from './connection-state'

/** The one polite live region: what just arrived in the open thread, and what could not be sent. */
export function Announcer() {
  const text = useAnnouncement((state) => state.text)
  return (
    <div aria-live="polite" className="sr-only" data-testid="announcer">
      {text}
    </div>
  )
}
