/** How something that was done here is taken back. */
export interface WayBack {
  /** When it was done. */
  atMs: number
  go: () => void
}

/**
 * Takes back what was done last, whatever it was.
 * @param ways each kind's latest; null where there is nothing of it
 * @param event the key that asked: one that is held takes back one thing, not all of them
 * @returns whether the key meant this
 */
export function takeBackLatest(ways: readonly (WayBack | null)[], event?: KeyboardEvent): boolean {
  if (event?.repeat) return true
  const known = ways.filter((way) => way !== null)
  const latest = known.reduce<WayBack | null>(
    (last, way) => (last && last.atMs >= way.atMs ? last : way),
    null,
  )
  latest?.go()
  return latest !== null
}
