import type { Unsent } from './unsent'

/** The longest that anything is held: a clock that was set back must not hold a message for an hour. */
const longestMs = 10_000

/** How much later another tab sends what is held, in case the one that it was written in is gone by then. */
const graceMs = 1_500

/** After this it may be out of date, so it isn't sent unasked. A background tab's timer can be a minute late. */
const staleMs = 120_000

/**
 * Until when a message is held that is sent now: what is behind one that is held is held no shorter, and so can be taken
 * back itself meanwhile.
 * @param items of its conversation, oldest first
 * @returns null where nothing holds it
 */
export function holdUntil(items: readonly Unsent[], holdMs: number, nowMs: number): number | null {
  const before = items.flatMap((item) => (item.state === 'held' ? [item.heldUntil ?? 0] : []))
  const until = Math.max(holdMs > 0 ? nowMs + holdMs : 0, ...before)
  return until > nowMs ? until : null
}

/** How long a message is still held; 0 where it is not. */
export function heldMs({ state, heldUntil = 0 }: Unsent, nowMs: number): number {
  const left = heldUntil - nowMs
  return state === 'held' && left > 0 && left <= longestMs ? left : 0
}

/**
 * In how long a tab has to send what is held.
 * @param isMine whether it was written in this tab, since the page was loaded
 */
export function dueInMs(item: Unsent, isMine: boolean, nowMs: number): number {
  if (item.state !== 'held') return 0
  const left = (item.heldUntil ?? 0) + (isMine ? 0 : graceMs) - nowMs
  return left <= longestMs + graceMs ? Math.max(left, 0) : 0
}

/**
 * Whether what was held was left behind by the page that it was written in, too long ago to go out unasked.
 * @param isMine whether it was written in this tab, since the page was loaded
 */
export function isStale({ state, heldUntil = 0 }: Unsent, isMine: boolean, nowMs: number): boolean {
  return state === 'held' && !isMine && nowMs - heldUntil > staleMs
}
