import { create } from 'zustand'

interface Finding {
  /** In which conversation somebody looks for a word. */
  id: string | null
  open: (id: string) => void
  /** Returns whether there was something to close. */
  close: () => boolean
}

/** Whether somebody looks for a word in the open conversation. */
export const useFinding = create<Finding>((set, get) => ({
  id: null,
  open: (id) => set({ id }),
  close: () => {
    const wasOpen = get().id !== null
    set({ id: null })
    return wasOpen
  },
}))
