import type { Message } from '@cloudpa/contracts/messages'
import { leaveWhenSignedOut } from '../../client/query-client'
import { postFromLeavingPage, request } from '../../client/request'
import { applyMessage, onAnswered } from '../live/apply-live-events'
import { asNeverBrought, bringFile, dropFile, isGoneThere } from './bring-file'
import { contentToSend, fileOf, templateOf, type Carried } from './carried'
import { clientIdOf } from './client-id'
import { useDrafts } from './drafts'
import { dueInMs, heldMs, holdUntil, isStale } from './hold'
import { listenForEntries } from './kept-entries'
import { hasLocks, oneTabAtATime } from './one-tab'
import { isNotNow, outcomeOf } from './outcome-of'
import { retries } from './retries'
import { useTray } from './tray'
import { useUnsent, type Unsent } from './unsent'

// Once the server has a message, however we learned of it, it is no longer unsent.
onAnswered((clientId) => {
  const { items, remove } = useUnsent.getState()
  const item = items.find((one) => one.clientId === clientId)
  if (!item) return
  remove(clientId)
  void dropFile(item.carried, true)
})

/** What was written in this tab and is held. */
const heldHere = new Set<string>()

/**
 * Shows the message at once and sends it when those before it have been answered.
 * @param holdMs how long it can be taken back before
 * @param carried its file or place; the file's bytes are kept already
 * @param clientId under which one message is made, however often it is sent
 */
export function sendMessage(
  conversationId: string,
  body: string,
  holdMs = 0,
  carried?: Carried,
  clientId = clientIdOf(fileOf(carried)),
): void {
  const at = timeAfter(conversationId)
  const heldUntil = holdUntil(waitingIn(conversationId), holdMs, Date.now())
  const item = { clientId, conversationId, body, at, reason: '', ...(carried && { carried }) } as const
  if (heldUntil !== null) heldHere.add(clientId)
  useUnsent
    .getState()
    .put(heldUntil === null ? { ...item, state: 'sending' } : { ...item, state: 'held', heldUntil })
  void sendWaiting(conversationId)
}

/** The message that was sent last of those that can still be taken back. */
export function lastHeld(): Unsent | undefined {
  return useUnsent
    .getState()
    .items.filter((item) => heldMs(item, Date.now()) > 0)
    .at(-1)
}

/**
 * Takes back a message that is held: its text is in the composer again, before what was begun there since, and its file
 * over that. A template is chosen, and never written.
 * @returns whether it could be; what is on its way can't
 */
export function takeBack({ clientId, conversationId }: Unsent): boolean {
  // Another tab may have sent it a moment ago.
  useUnsent.getState().refresh()
  const item = useUnsent.getState().items.find((one) => one.clientId === clientId)
  if (item?.state !== 'held') return false
  useUnsent.getState().remove(clientId)
  const { texts, write } = useDrafts.getState()
  const begun = texts[conversationId]
  if (item.body && !templateOf(item.carried))
    write(conversationId, begun ? `${item.body}\n${begun}` : item.body)
  const file = fileOf(item.carried)
  if (file) useTray.getState().change(conversationId, (files) => [file, ...files])
  void sendWaiting(conversationId)
  return true
}

/** Tries again under the same clientId: if the first try did get through, this one changes nothing. */
export function resend(item: Unsent): void {
  useUnsent.getState().put(asSending(item))
  void sendWaiting(item.conversationId)
}

/** Forgets a message that did not get through, in every tab; what waited behind it goes on. */
export function discard({ clientId, conversationId, carried }: Unsent): void {
  useUnsent.getState().remove(clientId)
  void dropFile(carried)
  stopRetries(conversationId)
  void sendWaiting(conversationId)
}

/**
 * Sends again what was never answered, now that there is a line. What was refused stays: the same request would be
 * refused again, and a person decides what becomes of it.
 */
export function resendUnanswered(): void {
  const waiting = useUnsent.getState().items.filter(isWaiting)
  for (const id of new Set(waiting.map((item) => item.conversationId))) void sendWaiting(id)
}

// When a conversation was last asked to go on, and those that this tab is at.
const askedAt = new Map<string, number>()
const running = new Set<string>()
const { later: retryLater, stop: stopRetries } = retries(sendWaiting)
const wakes = new Map<string, ReturnType<typeof setTimeout>>()

/**
 * Sends what waits in a conversation, oldest first and one at a time: the order of the requests is the order the
 * customer reads. Where one gets no answer those behind it wait, for they would overtake it.
 */
async function sendWaiting(conversationId: string) {
  askedAt.set(conversationId, Date.now())
  await workThrough(conversationId)
}

async function workThrough(conversationId: string) {
  if (running.has(conversationId)) return
  running.add(conversationId)
  await oneTabAtATime(`cloudpa:send:${conversationId}`, async () => {
    try {
      while (await sendNext(conversationId));
    } finally {
      running.delete(conversationId)
      holdBack(conversationId)
    }
  })
}

/** Keeps the tabs of an owner on the same unsent messages, and finishes what one was sending that closed. */
export function shareUnsent(owner: string): () => void {
  return listenForEntries('unsent', owner, (clientId, text) => {
    const { hear } = useUnsent.getState()
    hear(clientId, text)
    const item = useUnsent.getState().items.find((other) => other.clientId === clientId)
    // The lock is free as soon as the other tab has its answer, or is gone.
    if (item?.state === 'sending' && hasLocks()) void workThrough(item.conversationId)
    if (item?.state === 'held') void sendWaiting(item.conversationId)
  })
}

/** Whether there was one to send and the next may follow. */
async function sendNext(conversationId: string) {
  const { refresh, put } = useUnsent.getState()
  // Another tab may have sent or discarded it a moment ago.
  refresh()
  const item = waitingIn(conversationId)[0]
  if (!item) return false
  if (isStale(item, heldHere.has(item.clientId), Date.now())) {
    put({ ...item, state: 'refused', reason: 'late', heldUntil: undefined })
    return true
  }
  if (dueIn(item) > 0) return false
  // Another tab has just tried in vain: a line that returns is one try, however many tabs there are.
  const triedAt = item.triedAt ?? 0
  // A try of the future is from before the clock was set back.
  const isFresh = triedAt > (askedAt.get(conversationId) ?? 0) && triedAt <= Date.now()
  if (item.state === 'unanswered' && isFresh) return false
  const tried = { ...asSending(item), triedAt: Date.now() }
  put(tried)
  return needsUpload(tried) ? bringAndPost(tried) : post(tried)
}

/** Whether there was an answer, yes or no. */
async function bringAndPost(item: Unsent, isAnew = false): Promise<boolean> {
  const brought = await bringFile(item.carried, isAnew)
  // It may have been discarded while its file was on the way.
  useUnsent.getState().refresh()
  const now = useUnsent.getState().items.find(({ clientId }) => clientId === item.clientId)
  if (!now) return true
  if ('state' in brought) {
    useUnsent.getState().put({ ...now, ...brought })
    if (brought.state === 'unanswered') retryLater(item.conversationId)
    return brought.state === 'refused'
  }
  const uploaded = { ...now, carried: brought.carried }
  // A reload from here on has nothing to upload.
  useUnsent.getState().put(uploaded)
  return post(uploaded, { isBroughtNow: true })
}

interface Post {
  isLeaving?: boolean
  /** Its file came to the server a moment ago. */
  isBroughtNow?: boolean
}

/** Whether there was an answer, yes or no. */
async function post(item: Unsent, { isLeaving = false, isBroughtNow = false }: Post = {}): Promise<boolean> {
  const { clientId, conversationId, body, carried } = item
  try {
    const path = `/api/v1/messaging/conversations/${encodeURIComponent(conversationId)}/send`
    const sent = carried ? { clientId, content: contentToSend(body, carried) } : { clientId, body }
    const message = isLeaving
      ? await postFromLeavingPage<Message>(path, sent)
      : await request<Message>('POST', path, sent)
    stopRetries(conversationId)
    applyMessage(message)
    useUnsent.getState().remove(clientId)
    void dropFile(carried, true)
    return true
  } catch (error) {
    // Another tab may have discarded it, or had its answer, and a live event may have answered for it here.
    useUnsent.getState().refresh()
    if (!useUnsent.getState().items.some((other) => other.clientId === clientId)) return true
    // It stood longer than the server keeps what nobody sends. Where this browser has it still, nobody need know.
    if (isGoneThere(error, carried) && !isLeaving && !isBroughtNow) {
      const again = { ...item, carried: asNeverBrought(carried) }
      useUnsent.getState().put(again)
      return bringAndPost(again, true)
    }
    const outcome = outcomeOf(error)
    useUnsent.getState().put({ ...item, ...outcome })
    if (outcome.state === 'refused') stopRetries(conversationId)
    else if (isNotNow(error)) retryLater(conversationId)
    // Whoever comes back from signing in finds the message waiting.
    leaveWhenSignedOut(error)
    return outcome.state === 'refused'
  }
}

/**
 * Sends what is held here when its page goes: whoever closes it is done with it, and takes nothing back. It is kept as
 * being sent, so that whoever comes next asks for it under the same clientId. Without a line, or behind something that
 * has no answer, it stays held; returns how to stop.
 */
export function sendHeldOnLeaving(): () => void {
  const onLeaving = () => {
    // Another tab may have taken it back or sent it a moment ago.
    useUnsent.getState().refresh()
    if (!navigator.onLine) return
    for (const id of new Set(useUnsent.getState().items.map((item) => item.conversationId))) {
      for (const item of waitingIn(id)) {
        if (item.state !== 'held' || !heldHere.has(item.clientId)) break
        // No page that goes can bring a file along; what is kept goes out when one is back.
        if (needsUpload(item)) break
        const tried = { ...asSending(item), triedAt: Date.now() }
        useUnsent.getState().put(tried)
        void post(tried, { isLeaving: true })
      }
    }
  }
  window.addEventListener('pagehide', onLeaving)
  return () => window.removeEventListener('pagehide', onLeaving)
}

const needsUpload = ({ carried }: Unsent) => {
  const file = fileOf(carried)
  return file !== undefined && !file.mediumId
}

const dueIn = (item: Unsent) => dueInMs(item, heldHere.has(item.clientId), Date.now())

/** Goes on with a conversation when a message of it is held no longer. */
function wakeIn(conversationId: string, waitMs: number) {
  clearTimeout(wakes.get(conversationId))
  const timer = setTimeout(() => void sendWaiting(conversationId), waitMs)
  wakes.set(conversationId, timer)
}

/** Says of what waits behind a message without an answer that it does. What is held waits by itself, until its time. */
function holdBack(conversationId: string) {
  let isBehind = false
  for (const item of waitingIn(conversationId)) {
    const waitMs = dueIn(item)
    // Its time may have come just now. Those behind it are held as long at least.
    if (item.state === 'held' && (waitMs > 0 || !isBehind)) return wakeIn(conversationId, waitMs)
    isBehind = true
    if (item.state === 'unanswered') continue
    useUnsent.getState().put({ ...item, state: 'unanswered', reason: 'behind', heldUntil: undefined })
  }
}

function waitingIn(conversationId: string) {
  return useUnsent
    .getState()
    .items.filter((item) => isWaiting(item) && item.conversationId === conversationId)
}

function isWaiting({ state }: Unsent) {
  return state !== 'refused'
}

function asSending(item: Unsent): Unsent {
  return { ...item, state: 'sending', reason: '', error: undefined, heldUntil: undefined }
}

/** Now, or just after the conversation's latest unsent message, where the clock stood still or was set back. */
function timeAfter(conversationId: string) {
  const last = waitingIn(conversationId).at(-1)
  return new Date(Math.max(Date.now(), last ? Date.parse(last.at) + 1 : 0)).toISOString()
}
