import type { Note } from '@cloudpa/contracts/notes'
import { leaveWhenSignedOut } from '../../client/query-client'
import { request } from '../../client/request'
import { applyNote, onNote } from '../live/apply-live-events'
import { oneTabAtATime } from '../sending/one-tab'
import { isNotNow, outcomeOf } from '../sending/outcome-of'
import { retries } from '../sending/retries'
import { newClientId } from '../sending/client-id'
import { listenForEntries } from '../sending/kept-entries'
import { useUnsentNotes, type Unsent } from '../sending/unsent'

const isWaiting = ({ state }: Unsent) => state !== 'refused'
const running = new Set<string>()
const { later: retryLater, stop: stopRetries } = retries(bringWaiting)

// What the server has, whichever way that was heard of, does not wait any more.
onNote(({ clientId }) => {
  const { items, remove } = useUnsentNotes.getState()
  if (items.some((item) => item.clientId === clientId)) remove(clientId)
})

/** Shows a note at once, and brings it to the team when those before it in its conversation are there. */
export function writeNote(conversationId: string, body: string): void {
  const at = new Date().toISOString()
  const item = { clientId: newClientId(), conversationId, body, at, state: 'sending', reason: '' } as const
  useUnsentNotes.getState().put(item)
  void bringWaiting(conversationId)
}

/** Tries again under the same clientId: if the first try did get through, this one changes nothing. */
export function writeAgain(item: Unsent): void {
  useUnsentNotes.getState().put({ ...item, state: 'sending', reason: '', error: undefined })
  void bringWaiting(item.conversationId)
}

/** Forgets a note that did not get through. */
export function forgetNote({ clientId, conversationId }: Unsent): void {
  useUnsentNotes.getState().remove(clientId)
  stopRetries(conversationId)
  void bringWaiting(conversationId)
}

/** Brings what was never answered, now that there is a line. */
export function bringNotes(): void {
  const waiting = useUnsentNotes.getState().items.filter(isWaiting)
  for (const id of new Set(waiting.map((item) => item.conversationId))) void bringWaiting(id)
}

/** Takes up what this browser kept of an owner's notes, and keeps its tabs in step; returns how to stop. */
export function shareNotes(owner: string): () => void {
  useUnsentNotes.getState().load(owner)
  bringNotes()
  return listenForEntries('unsent-note', owner, (id, text) => useUnsentNotes.getState().hear(id, text))
}

/** One at a time: they stand in the order in which they were written. Should two tabs bring one, its clientId makes it one. */
async function bringWaiting(conversationId: string): Promise<void> {
  if (running.has(conversationId)) return
  running.add(conversationId)
  try {
    await oneTabAtATime(`cloudpa:note:${conversationId}`, async () => {
      for (let item = nextIn(conversationId); item; item = nextIn(conversationId)) {
        if (!(await bring(item))) break
      }
    })
  } finally {
    running.delete(conversationId)
  }
}

function nextIn(conversationId: string) {
  // Another tab may have brought or discarded it a moment ago.
  useUnsentNotes.getState().refresh()
  return useUnsentNotes
    .getState()
    .items.find((item) => isWaiting(item) && item.conversationId === conversationId)
}

/** @returns whether there was an answer, yes or no */
async function bring(item: Unsent): Promise<boolean> {
  const { clientId, conversationId, body } = item
  useUnsentNotes.getState().put({ ...item, state: 'sending', reason: '', error: undefined })
  try {
    const path = `/api/v1/messaging/conversations/${encodeURIComponent(conversationId)}/notes`
    applyNote(await request<Note>('POST', path, { clientId, body }))
    stopRetries(conversationId)
    useUnsentNotes.getState().remove(clientId)
    return true
  } catch (error) {
    useUnsentNotes.getState().refresh()
    if (!useUnsentNotes.getState().items.some((other) => other.clientId === clientId)) return true
    const outcome = outcomeOf(error)
    useUnsentNotes.getState().put({ ...item, ...outcome })
    if (outcome.state === 'refused') stopRetries(conversationId)
    else if (isNotNow(error)) retryLater(conversationId)
    // Whoever comes back from signing in finds the note waiting.
    leaveWhenSignedOut(error)
    return outcome.state === 'refused'
  }
}
