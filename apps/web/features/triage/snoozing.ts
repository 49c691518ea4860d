import { create } from 'zustand'
import { holdsNow, wide } from '../../components/ui/use-media'

interface Snoozing {
  /** For which conversations it is asked until when; none while it is not. */
  ids: readonly string[]
  /** Beside what it is asked. */
  anchor: Element | null
  /** What was typed before its field was there. */
  typed: string
  ask: (ids: readonly string[], anchor: Element | null) => void
  close: () => void
}

/** The question until when some conversations are put off. */
export const useSnoozing = create<Snoozing>((set) => ({
  ids: [],
  anchor: null,
  typed: '',
  ask: (ids, anchor) => set({ ids, anchor, typed: '' }),
  close: () => set({ ids: [], anchor: null }),
}))

/** A question about conversations whose field may not be there yet. */
interface Asking {
  getState: () => { ids: readonly string[]; typed: string; close: () => void }
  setState: (state: { typed: string }) => void
}

/**
 * Keeps what is typed while something is asked and its field is not there yet, so that none of it is a shortcut; returns
 * whether it took the key.
 */
export function takesAhead(asking: Asking, { key, altKey, repeat }: KeyboardEvent): boolean {
  const { ids, typed, close } = asking.getState()
  if (ids.length === 0 || altKey || key === 'Tab' || !holdsNow(wide)) return false
  if (key === 'Escape') close()
  else if (key === 'Backspace') asking.setState({ typed: typed.slice(0, -1) })
  else if (key.length === 1 && !repeat) asking.setState({ typed: typed + key })
  return true
}

/** @see takesAhead */
export const timeAhead = (event: KeyboardEvent) => takesAhead(useSnoozing, event)
