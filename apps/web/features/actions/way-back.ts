import { toastMs } from '../../client/toast'

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

/** Keeps how the latest change of one kind is taken back: by its key as long as the toast that says so stands. */
export function latestChange() {
  let last: WayBack | null = null
  return {
    /** Notes a change; its `go` takes it back once, be it asked by a button or by the key. */
    note(takeBack: () => void): WayBack {
      let isAsked = false
      const change = {
        atMs: Date.now(),
        go: () => {
          if (isAsked) return
          isAsked = true
          if (last === change) last = null
          takeBack()
        },
      }
      last = change
      return change
    },
    /** The way back from the latest; null where there is none, or its toast is gone. */
    last: (): WayBack | null => (last && Date.now() - last.atMs < toastMs ? last : null),
  }
}
