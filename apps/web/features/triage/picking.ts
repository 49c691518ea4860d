import { create } from 'zustand'
import { takesAhead } from './snoozing'

interface Picking {
  /** What is picked for them. */
  what: 'labels' | 'assignee'
  /** For which conversations; none while nothing is. */
  ids: readonly string[]
  /** Beside what it is asked. */
  anchor: Element | null
  /** What was typed before its field was there. */
  typed: string
  ask: (what: Picking['what'], ids: readonly string[], anchor: Element | null) => void
  close: () => void
}

/** The question which labels some conversations have, or who is to answer them. */
export const usePicking = create<Picking>((set) => ({
  what: 'labels',
  ids: [],
  anchor: null,
  typed: '',
  ask: (what, ids, anchor) => set({ what, ids, anchor, typed: '' }),
  close: () => set({ ids: [], anchor: null }),
}))

/** @see takesAhead */
export const nameAhead = (event: KeyboardEvent) => takesAhead(usePicking, event)
