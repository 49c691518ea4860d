import { acts } from '../triage/acts'

interface Change {
  atMs: number
  takeBack: () => void
}

let last: Change | null = null

/** Notes how the latest change of the views is taken back; returns how to do so, once. */
export function noteChange(takeBack: () => void): () => void {
  const change = { atMs: Date.now(), takeBack }
  last = change
  return () => {
    if (last !== change) return
    last = null
    takeBack()
  }
}

/** Takes back the latest change of the views, where nothing was done since; a key that is held does it once. */
export function takeBackView(event?: KeyboardEvent): boolean {
  if (!last || event?.repeat || last.atMs <= acts.lastAtMs) return false
  const { takeBack } = last
  last = null
  takeBack()
  return true
}
