import { create } from 'zustand'

interface Searching {
  /** What is asked for: the search, or the list of commands. */
  asked: 'search' | 'palette' | null
  /** What is typed: kept here, so that nothing is lost that is typed before there is a field, or as it comes. */
  text: string
  /** Enter was pressed before there was a field, and means what is found first. */
  isMeant: boolean
  type: (text: string) => void
  ask: (asked: 'search' | 'palette', text?: string) => void
  close: () => void
}

/** Whether somebody searches. */
export const useSearching = create<Searching>((set) => ({
  asked: null,
  text: '',
  isMeant: false,
  type: (text) => set({ text, isMeant: false }),
  ask: (asked, text = '') => set({ asked, text, isMeant: false }),
  close: () => set({ asked: null, text: '', isMeant: false }),
}))

/**
 * Keeps what is typed while a search is asked for and its field does not have the keyboard yet, so that none of it is a
 * shortcut, nor part of what was being written; returns whether it took the key.
 */
export function searchAhead({ key, altKey, repeat }: KeyboardEvent): boolean {
  const { asked, text, close, type } = useSearching.getState()
  if (asked === null || altKey || key === 'Tab') return false
  if (key === 'Escape') close()
  else if (key === 'Enter') useSearching.setState({ isMeant: true })
  else if (key === 'Backspace') type(text.slice(0, -1))
  else if (key.length === 1 && !repeat) type(text + key)
  return true
}
