import type { WayBack } from '../actions/way-back'

let last: WayBack | null = null

/** Notes how the latest change of the views is taken back; returns how to do so, once. */
export function noteChange(takeBack: () => void): () => void {
  const go = () => {
    if (last !== change) return
    last = null
    takeBack()
  }
  const change = { atMs: Date.now(), go }
  last = change
  return go
}

/** The way back from the latest change of the views; null where there is none. */
export function lastViewChange(): WayBack | null {
  return last
}
