/** How long a draft is kept that nobody goes on with. */
const keptForMs = 30 * 24 * 3_600_000

/** A draft is kept behind the time of its last edit, in milliseconds since 1970: `1764547200000:Hello`. */
export const stamp = /^\d{13}:/

/**
 * Forgets drafts that nobody has gone on with for 30 days, whoever's they are: a session may end without anybody
 * signing out, in a browser that others use too. It stands alone, since the sign-in page needs nothing else of here.
 * @throws where storage is switched off
 */
export function forgetOldDrafts(storage: Storage): void {
  const nowMs = Date.now()
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  for (const key of keys.filter((one) => one.startsWith('cloudpa:draft:'))) {
    const kept = storage.getItem(key) ?? ''
    // How old one without a time is nobody knows; it begins to age now.
    if (!stamp.test(kept)) storage.setItem(key, `${nowMs}:${kept}`)
    else if (nowMs - Number.parseInt(kept, 10) > keptForMs) storage.removeItem(key)
  }
}
