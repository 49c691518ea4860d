import { create } from 'zustand'
import { persist } from 'zustand/middleware'

const kept = 5

interface Lately {
  /** What was chosen last, the latest first. */
  keys: string[]
  note: (key: string) => void
}

/** What this person chose lately in this browser: what can be done and where one can go, nothing of any customer's. */
export const useLately = create<Lately>()(
  persist(
    (set) => ({
      keys: [],
      note: (key) =>
        set(({ keys }) => ({ keys: [key, ...keys.filter((other) => other !== key)].slice(0, kept) })),
    }),
    { name: 'cloudpa:lately' },
  ),
)
