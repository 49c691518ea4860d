import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Preferences {
  /** Whether single letters act as shortcuts (WCAG 2.1.4 asks for a way to turn them off). */
  singleKeys: boolean
  setSingleKeys: (singleKeys: boolean) => void
}

/** Choices of this person in this browser. */
export const usePreferences = create<Preferences>()(
  persist((set) => ({ singleKeys: true, setSingleKeys: (singleKeys) => set({ singleKeys }) }), {
    name: 'cloudpa:preferences',
  }),
)
