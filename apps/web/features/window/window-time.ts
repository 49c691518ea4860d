const minuteMs = 60_000
const hourMs = 60 * minuteMs
const windowMs = 24 * hourMs
const warnMs = 2 * hourMs

export type Window =
  | { open: false; everOpen: boolean }
  | { open: true; leftMs: number; text: string; share: number; soon: boolean }

/** How long WhatsApp still takes free text, from when the customer's 24 hours end. */
export function windowAt(expiresAt: string | null, nowMs: number): Window {
  if (expiresAt === null) return { open: false, everOpen: false }
  const leftMs = Date.parse(expiresAt) - nowMs
  if (!(leftMs > 0)) return { open: false, everOpen: true }
  return {
    open: true,
    leftMs,
    text: leftText(leftMs),
    share: Math.min(1, leftMs / windowMs),
    soon: leftMs < warnMs,
  }
}

/** `3 h 12 min`; under an hour only minutes, and never 0 while there is still time. */
export function leftText(leftMs: number): string {
  // Rounded down to whole minutes, so that the pill never promises time that is not there.
  const minutes = Math.max(1, Math.floor(leftMs / minuteMs))
  const hours = Math.floor(minutes / 60)
  const parts = [hours > 0 && `${hours} h`, minutes % 60 > 0 && `${minutes % 60} min`]
  return parts.filter(Boolean).join(' ')
}
