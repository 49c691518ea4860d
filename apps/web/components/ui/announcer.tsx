'use client'
import { create } from 'zustand'

interface Announcement {
  text: string
  announce: (text: string) => void
}

/** What a screen reader is told, once, in its own time. */
export const useAnnouncement = create<Announcement>((set) => ({
  text: '',
  // The same words once more are news to whoever hears them only where the text is another.
  announce: (text) => set((now) => ({ text: now.text === text ? `${text}\u00a0` : text })),
}))

/** The one polite live region: what just arrived in the open thread, and what could not be sent. */
export function Announcer() {
  const text = useAnnouncement((state) => state.text)
  return (
    <div aria-live="polite" className="sr-only" data-testid="announcer">
      {text}
    </div>
  )
}
