import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export const holdSeconds = [0, 3, 5, 10] as const

/** Where one goes on when what is open was put away. */
export type AfterDone = 'next' | 'list'

interface Choices {
  /** Whether single letters act as shortcuts (WCAG 2.1.4 asks for a way to turn them off). */
  singleKeys: boolean
  /** Whether Enter sends, and Shift+Enter is a new line; else Ctrl or ⌘ with Enter sends. */
  enterSends: boolean
  /** How long a message waits before it goes out, and can be taken back. */
  holdSeconds: (typeof holdSeconds)[number]
  /** Null until it is chosen: the next one, or the list on a phone. */
  afterDone: AfterDone | null
}

interface Preferences extends Choices {
  choose: (choices: Partial<Choices>) => void
}

const name = 'cloudpa:preferences'

/** Choices of this person in this browser. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      singleKeys: true,
      enterSends: true,
      holdSeconds: 0,
      afterDone: null,
      choose: (choices) => set(choices),
    }),
    { name },
  ),
)

// What is chosen in one tab holds in all of them.
if (typeof window !== 'undefined') {
  window.addEventListener('storage', ({ key }) => {
    if (key === name) void usePreferences.persist.rehydrate()
  })
}
