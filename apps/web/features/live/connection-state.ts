import { create } from 'zustand'

interface ConnectionState {
  /** When the live line was lost; null while it is open. */
  lostAt: number | null
  opened: () => void
  lost: () => void
}

/** Whether live events arrive. The app starts without a line, so it starts as lost. */
export const useConnectionState = create<ConnectionState>((set) => ({
  lostAt: 0,
  opened: () => set({ lostAt: null }),
  lost: () => set(({ lostAt }) => ({ lostAt: lostAt ?? Date.now() })),
}))
