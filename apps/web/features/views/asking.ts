import { create } from 'zustand'

interface Asking {
  isOpen: boolean
  open: () => void
  close: () => void
}

/** Whether the saved views are looked after. */
export const useViewsDialog = create<Asking>((set) => ({
  isOpen: false,
  open: () => set({ isOpen: true }),
  close: () => set({ isOpen: false }),
}))
