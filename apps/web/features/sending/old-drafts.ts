/** How long a draft is kept that nobody goes on with. */
const keptForMs = 30 * 24 * 3_600_000

/** A draft is kept behind the time of its last edit, in milliseconds since 1970: `1764547200000:Hello`. */
export const stamp = /^\d{13}:/

/** Kept behind their time, and what has its time within. */
const [begun, unsent] = [/^cloudpa:(draft|note|tray):/, /^cloudpa:unsent(-note)?:/]

/**
 * Forgets drafts, files that were chosen and messages that never left, where nobody has gone on with them for 30 days,
 * whoever's they are: a session may end without anybody signing out, in a browser that others use too. It stands alone,
 * since the sign-in page needs nothing else of here.
 * @throws where storage is switched off
 */
export function forgetOldDrafts(storage: Storage): void {
  const nowMs = Date.now()
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  for (const key of keys) {
    const kept = storage.getItem(key) ?? ''
    const isStamped = begun.test(key)
    if (!isStamped && !unsent.test(key)) continue
    // How old one without a time is nobody knows; it begins to age now.
    if (isStamped && !stamp.test(kept)) storage.setItem(key, `${nowMs}:${kept}`)
    else if (nowMs - (isStamped ? Number.parseInt(kept, 10) : timeOf(kept)) > keptForMs)
      storage.removeItem(key)
  }
}

/** When a message was written, in milliseconds since 1970; nothing that says so is compared with anything. */
const timeOf = (kept: string) => Date.parse(/"at":"([^"]+)"/.exec(kept)?.[1] ?? '')
