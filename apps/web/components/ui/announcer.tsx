'use client'
import { create } from 'zustand'

/** A text that is replaced at once is never heard, so each stands this long before the next. */
const apartMs = 500

interface Announcement {
  text: string
  announce: (text: string) => void
}

/** What a screen reader is told, once, in its own time. */
export const useAnnouncement = create<Announcement>((set) => {
  const waiting: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = () => {
    const text = waiting.shift()
    timer = text === undefined ? undefined : setTimeout(next, apartMs)
    // The same words once more are news to whoever hears them only where the text is another.
    if (text !== undefined) set((now) => ({ text: now.text === text ? `${text}\u00a0` : text }))
  }
  return {
    text: '',
    announce: (text) => {
      waiting.push(text)
      if (timer === undefined) next()
    },
  }
})

/** The one polite live region: what just arrived in the open thread, and what could not be sent. */
export function Announcer() {
  const text = useAnnouncement((state) => state.text)
  return (
    <div aria-live="polite" className="sr-only" data-testid="announcer">
      {text}
    </div>
  )
}
