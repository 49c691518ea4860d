import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** Wide enough for the panel to stand beside the thread; below it covers it. */
const besideQuery = '(min-width: 80rem)'

interface PanelState {
  /** Beside the thread, remembered in this browser. */
  beside: boolean
  /** Over the thread, for now. */
  over: boolean
  setBeside: (beside: boolean) => void
  setOver: (over: boolean) => void
}

export const usePanelState = create<PanelState>()(
  persist(
    (set) => ({
      beside: true,
      over: false,
      setBeside: (beside) => set({ beside }),
      setOver: (over) => set({ over }),
    }),
    { name: 'cloudpa:contact-panel', partialize: ({ beside }) => ({ beside }) },
  ),
)

/** Whether what is known of the customer is shown, and how to show or put it away. */
export function useContactPanel() {
  const { beside, over, setBeside, setOver } = usePanelState()
  return {
    shown: beside || over,
    toggle: () => {
      if (window.matchMedia(besideQuery).matches) setBeside(!beside)
      else setOver(!over)
    },
  }
}
