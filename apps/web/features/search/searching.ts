import { create } from 'zustand'

interface Searching {
  /** What is asked for: the search, or the list of commands. */
  asked: 'search' | 'palette' | null
  /** What was typed before there was a field, or is looked for from the first moment on. */
  text: string
  ask: (asked: 'search' | 'palette', text?: string) => void
  close: () => void
}

/** Whether somebody searches. */
export const useSearching = create<Searching>((set) => ({
  asked: null,
  text: '',
  ask: (asked, text = '') => set({ asked, text }),
  close: () => set({ asked: null, text: '' }),
}))

/**
 * Keeps what is typed while a search is asked for and its field is not there yet, so that none of it is a shortcut; returns
 * whether it took the key.
 */
export function searchAhead({ key, altKey, repeat }: KeyboardEvent): boolean {
  const { asked, text, close } = useSearching.getState()
  if (asked === null || altKey || key === 'Tab') return false
  if (key === 'Escape') close()
  else if (key === 'Backspace') useSearching.setState({ text: text.slice(0, -1) })
  else if (key.length === 1 && !repeat) useSearching.setState({ text: text + key })
  return true
}
