type Listener = (eventId: number) => void

const listeners = new Set<Listener>()
let earliest: number | null = null

/**
 * An answer stands for a moment: all events up to `eventId` are in it. The stream must tell what came after the earliest
 * of the first answers.
 * @param eventId undefined from a server of before, while one version takes over from another: then it tells nothing
 */
export function noteAnswer(eventId: number | undefined): void {
  if (eventId === undefined) return
  if (earliest === null || eventId < earliest) earliest = eventId
  for (const listener of listeners) listener(eventId)
}

/** The event that the stream is to go on behind: nothing loaded by now is older; null when nothing was loaded. */
export const earliestAnswer = () => earliest

/** @returns how to stop hearing of answers */
export function onAnswer(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
