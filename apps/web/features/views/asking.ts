import { create } from 'zustand'

interface Asking {
  isOpen: boolean
  /** What was typed before its field was there; null once there is one. */
  typed: string | null
  open: () => void
  close: () => void
  /** Its field is there. @returns what was typed before */
  arrive: () => string
}

/** Whether the saved views are looked after. */
export const useViewsDialog = create<Asking>((set, get) => ({
  isOpen: false,
  typed: null,
  open: () => set({ isOpen: true, typed: '' }),
  close: () => set({ isOpen: false, typed: null }),
  arrive: () => {
    const typed = get().typed ?? ''
    set({ typed: null })
    return typed
  },
}))

/** Keeps what is typed for a name whose field is yet to come, so that none of it is a shortcut; returns whether it took the key. */
export function viewAhead({ key, altKey, repeat }: KeyboardEvent): boolean {
  const { isOpen, typed, close } = useViewsDialog.getState()
  if (!isOpen || typed === null || altKey || key === 'Tab') return false
  if (key === 'Escape') close()
  else if (key === 'Backspace') useViewsDialog.setState({ typed: typed.slice(0, -1) })
  else if (key.length === 1 && !repeat) useViewsDialog.setState({ typed: typed + key })
  return true
}
