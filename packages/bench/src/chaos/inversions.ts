import type { Asked } from './journal.js'

/**
 * Finds what stands behind something that was asked for only after it had been answered. What was under way at the
 * same time may stand in either order.
 * @param inOrder as somebody sees them, first to last
 */
export function findInversions<T extends Asked>(inOrder: T[]): T[] {
  let latestAskedAtMs = -Infinity
  return inOrder.filter(({ askedAtMs, answeredAtMs = Infinity }) => {
    const isBehind = answeredAtMs < latestAskedAtMs
    latestAskedAtMs = Math.max(latestAskedAtMs, askedAtMs)
    return isBehind
  })
}
