import { request } from '../../client/request'
import { useDrafts, useNoteDrafts } from './drafts'
import { countEntries, forgetOthers, forgetPerson } from './kept-entries'
import { dropReadMarks } from './read-marks'
import { useTray } from './tray'
import { useUnsent, useUnsentNotes } from './unsent'

const channel = 'cloudpa:signed-out'

/** What would be lost by signing out: this browser alone has it, in whichever org. */
export function countUnfinished(): { messages: number; drafts: number } {
  return {
    messages:
      Math.max(countEntries('unsent'), useUnsent.getState().items.length) +
      Math.max(countEntries('unsent-note'), useUnsentNotes.getState().items.length),
    drafts:
      Math.max(countEntries('draft'), Object.keys(useDrafts.getState().texts).length) +
      Math.max(countEntries('note'), Object.keys(useNoteDrafts.getState().texts).length) +
      Math.max(countEntries('tray'), Object.keys(useTray.getState().files).length),
  }
}

/**
 * Ends the session, and forgets in every tab what a stranger at this browser must not read.
 * @throws {ApiError} when the server did not end it; then nothing is forgotten
 */
export async function signOut(): Promise<void> {
  await request('POST', '/api/auth/sign-out', {})
  forgetHere()
  forgetOthers(null)
  await forgetFiles()
  const others = new BroadcastChannel(channel)
  // A channel reaches this origin alone and knows no target.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  others.postMessage(null)
  others.close()
}

/** Leaves with a full load, so that nothing stays in memory, and Back does not bring the page to life again. */
export function leaveTo(path: string): void {
  window.addEventListener('pageshow', ({ persisted }) => persisted && window.location.reload())
  window.location.assign(path)
}

/**
 * Hears that another tab signed out; returns how to stop.
 * @param owner who is signed in here, as `org:person`
 */
export function listenForSignOut(owner: string): () => void {
  const others = new BroadcastChannel(channel)
  others.onmessage = () => {
    forgetHere()
    // What was kept here since the other tab cleared away; a suspended tab hears late, when the next may be signed in.
    forgetPerson(owner)
    leaveTo('/sign-in')
  }
  return () => others.close()
}

/** Also from memory, or what is on its way would be kept again when its answer comes. */
function forgetHere() {
  const noDrafts = { owner: null, texts: {}, typing: null, aside: '' }
  useDrafts.setState(noDrafts)
  useNoteDrafts.setState(noDrafts)
  const nothing = { owner: null, items: [], loose: [] }
  useTray.setState({ owner: null, files: {} })
  useUnsent.setState(nothing)
  useUnsentNotes.setState(nothing)
  dropReadMarks()
}

/** Of everybody who was here. */
async function forgetFiles() {
  // The database itself, so that this needs nothing which could not be fetched.
  if (typeof indexedDB === 'undefined') return
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase('cloudpa-files')
    request.onsuccess = () => resolve()
    request.onerror = () => resolve()
    // Another tab has it open for a moment, and it goes as soon as that is done.
    request.onblocked = () => resolve()
  })
}
