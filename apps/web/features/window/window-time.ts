const minuteMs = 60_000
/** From here on the time left is said, since it decides what to do next. */
export const soonMs = 120 * minuteMs
/** From here on it counts seconds. */
const lastMs = 10 * minuteMs

export type Window =
  | { open: false; everOpen: boolean }
  | {
      open: true
      leftMs: number
      /** How much of the last two hours is left, 0 to 1. */
      share: number
      soon: boolean
      last: boolean
    }

/** How long WhatsApp still takes free text, from when the customer's 24 hours end. */
export function windowAt(expiresAt: string | null, nowMs: number): Window {
  if (expiresAt === null) return { open: false, everOpen: false }
  const leftMs = Date.parse(expiresAt) - nowMs
  if (!(leftMs > 0)) return { open: false, everOpen: true }
  return {
    open: true,
    leftMs,
    share: Math.min(1, leftMs / soonMs),
    soon: leftMs < soonMs,
    last: leftMs < lastMs,
  }
}

/**
 * The time left in parts, rounded down so that it never promises time that is not there, and never 0 while some is.
 * In the last ten minutes `hours` is 0 and `seconds` counts; before that it is null.
 */
export function leftParts(leftMs: number): { hours: number; minutes: number; seconds: number | null } {
  if (leftMs < lastMs) {
    const all = Math.max(1, Math.floor(leftMs / 1_000))
    return { hours: 0, minutes: Math.floor(all / 60), seconds: all % 60 }
  }
  const all = Math.floor(leftMs / minuteMs)
  return { hours: Math.floor(all / 60), minutes: all % 60, seconds: null }
}
