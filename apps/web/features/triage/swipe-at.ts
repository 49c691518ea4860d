export interface Swipe {
  /** Which side of the row is laid open, as one reads. */
  side: 'start' | 'end'
  /** What letting go does now; null: nothing yet. */
  does: 'done' | 'snooze' | 'ask' | null
}

/**
 * Where a swipe stands: past a third it locks, and towards the start past two thirds it asks until when.
 * @param dx how far the finger went, to the right in px
 * @param isMirrored whether one reads from right to left
 */
export function swipeAt(dx: number, widthPx: number, isMirrored: boolean): Swipe {
  const forward = isMirrored ? -dx : dx
  const share = Math.abs(dx) / widthPx
  if (forward > 0) return { side: 'start', does: share > 1 / 3 ? 'done' : null }
  return { side: 'end', does: share > 2 / 3 ? 'ask' : share > 1 / 3 ? 'snooze' : null }
}

/** So near to the edge of the screen a swipe is the browser's: it goes back or on. */
const edgePx = 24

/** Whether a touch that begins here, in px from the left of the screen, may become a swipe. */
export function maySwipe(x: number, screenPx: number): boolean {
  return x >= edgePx && x <= screenPx - edgePx
}
