import { create } from 'zustand'
import type { LineState } from './event-line'

interface ConnectionState extends Pick<LineState, 'isOpen' | 'isSilent'> {
  isOffline: boolean
}

/** Whether live events arrive. The app starts without a line, so it starts as lost. */
export const useConnectionState = create<ConnectionState>(() => ({
  isOpen: false,
  isSilent: false,
  isOffline: false,
}))

/** Notes how the line is; returns whether it has just opened. */
export function noteLine({ isOpen, isSilent }: LineState): boolean {
  const before = useConnectionState.getState()
  if (before.isOpen !== isOpen || before.isSilent !== isSilent)
    useConnectionState.setState({ isOpen, isSilent })
  return isOpen && !before.isOpen
}

/** Keeps what the browser says of the network; returns how to stop. */
export function watchNetwork(): () => void {
  const note = () => useConnectionState.setState({ isOffline: !navigator.onLine })
  note()
  window.addEventListener('online', note)
  window.addEventListener('offline', note)
  return () => {
    window.removeEventListener('online', note)
    window.removeEventListener('offline', note)
  }
}
