import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { useMedia } from '../../components/ui/use-media'

/** Wide enough for the panel to stand beside the thread; below it covers it. */
const besideQuery = '(min-width: 80rem)'

interface PanelState {
  /** Beside the thread, remembered in this browser. */
  beside: boolean
  /** The conversation over whose thread it is, for now. */
  over: string | null
  setBeside: (beside: boolean) => void
  setOver: (over: string | null) => void
}

const usePanelState = create<PanelState>()(
  persist(
    (set) => ({
      beside: true,
      over: null,
      setBeside: (beside) => set({ beside }),
      setOver: (over) => set({ over }),
    }),
    { name: 'cloudpa:contact-panel', partialize: ({ beside }) => ({ beside }) },
  ),
)

/** Whether what is known of a conversation's customer is shown, beside the thread or over it, and how to show or put it away. */
export function useContactPanel(id: string | null) {
  const { beside, over, setBeside, setOver } = usePanelState()
  return useMedia(besideQuery)
    ? { isBeside: true, shown: beside, show: setBeside }
    : {
        isBeside: false,
        shown: id !== null && over === id,
        show: (shown: boolean) => setOver(shown ? id : null),
      }
}

/** Whether the panel stands beside the thread wherever there is room. */
export const useIsBeside = () => usePanelState(({ beside }) => beside)

/** Puts away what covers a thread; what stands beside it stays. */
export function uncover() {
  const { over, setOver } = usePanelState.getState()
  // Each change is kept in this browser, and has all who look here drawn again.
  if (over !== null) setOver(null)
}
