import type { Conversation } from '@cloudpa/contracts/conversations'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { applyConversation, holdConversation } from '../live/conversation-store'
import { keepEntry, readEntries } from './kept-entries'
import { isRefusal } from './outcome-of'

const firstRetryMs = 5_000
const longestRetryMs = 60_000

interface Mark {
  position: number
  /** Lets the server's own account be shown again. */
  letGo: () => void
}

// What was read here and the server has not heard of: the highest position of each conversation.
let owner: string | null = null
const marks = new Map<string, Mark>()
const running = new Map<string, Promise<void>>()
let retry: ReturnType<typeof setTimeout> | undefined
let retryMs = firstRetryMs

/** Joins what this browser kept for the owner with what was read before it was known who reads, and sends it. */
export function loadReadMarks(nextOwner: string): void {
  // What another person or org has read is kept under their own name, and not told under this one.
  if (owner !== null && owner !== nextOwner) dropReadMarks()
  owner = nextOwner
  for (const [id, text] of Object.entries(readEntries('read', owner))) raise(id, Number(text) || 0)
  for (const [id, { position }] of marks) keepEntry('read', owner, id, String(position))
  sendReadMarks()
}

/** Marks a conversation read up to a position: on this screen at once, at the server as soon as there is a line. */
export function markRead(conversationId: string, position: number): void {
  raise(conversationId, position)
  const highest = marks.get(conversationId)?.position ?? position
  if (owner !== null) keepEntry('read', owner, conversationId, String(highest))
  void send(conversationId)
}

/** Tells the server what was read while there was no line. */
export function sendReadMarks(): void {
  for (const id of marks.keys()) void send(id)
}

/** Nobody is here any more. */
export function dropReadMarks(): void {
  for (const { letGo } of marks.values()) letGo()
  marks.clear()
  clearTimeout(retry)
  retry = undefined
  retryMs = firstRetryMs
  owner = null
}

function raise(id: string, position: number) {
  const before = marks.get(id)
  if (before && before.position >= position) return
  const letGo = holdConversation(id, (now) => asRead(now, position))
  before?.letGo()
  marks.set(id, { position, letGo })
}

function asRead(now: Conversation, position: number): Conversation {
  // What arrived behind the position is unread, and how much of it only the server counts.
  if ((now.lastMessage?.position ?? 0) > position) return now
  return { ...now, unreadCount: 0, readPosition: Math.max(now.readPosition, position) }
}

/** Resolves when what is on its way of a conversation has arrived, so that what is done next comes after it. */
export async function settleReadMark(id: string): Promise<void> {
  await running.get(id)
}

/** Gives up a mark that waits for a line: it would undo that the conversation was marked as unread. */
export function giveUpReadMark(id: string): void {
  marks.get(id)?.letGo()
  forget(id)
}

/** One request at a time for each conversation; what is read meanwhile follows. */
function send(id: string): Promise<void> {
  const sending = running.get(id) ?? sendAll(id).finally(() => running.delete(id))
  running.set(id, sending)
  return sending
}

async function sendAll(id: string) {
  let mark = marks.get(id)
  while (mark && (await isAnswered(id, mark))) {
    if (marks.get(id) === mark) forget(id)
    mark = marks.get(id)
  }
}

/** Tells the server of one mark. A refusal is an answer too, and final; anything else is told again later. */
async function isAnswered(id: string, mark: Mark): Promise<boolean> {
  try {
    applyConversation(await post(id, mark.position))
    retryMs = firstRetryMs
    mark.letGo()
    return true
  } catch (error) {
    console.warn('The conversation could not be marked as read.', error)
    // The badge stays cleared here, or it would be asked for ever.
    if (error instanceof ApiError && isRefusal(error)) return true
    if (!(error instanceof ApiError && error.status === 401)) retryLater()
    return false
  }
}

/** A line that comes back sends at once; where it never broke, nothing else would. One timer for all marks. */
function retryLater() {
  if (retry !== undefined || marks.size === 0) return
  retry = setTimeout(
    () => {
      retry = undefined
      sendReadMarks()
    },
    retryMs * (0.75 + Math.random() / 2),
  )
  retryMs = Math.min(retryMs * 2, longestRetryMs)
}

function post(id: string, position: number) {
  return request<Conversation>('POST', `/api/v1/messaging/conversations/${encodeURIComponent(id)}/read`, {
    position,
  })
}

function forget(id: string) {
  marks.delete(id)
  if (owner !== null) keepEntry('read', owner, id, null)
}
