import type { Conversation } from '@cloudpa/contracts/conversations'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { applyConversation, holdConversation } from '../live/conversation-store'
import { keepEntry, readEntries } from './kept-entries'
import { isRefusal } from './send-message'

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
const running = new Set<string>()
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

/** One request at a time for each conversation; what is read meanwhile follows. */
async function send(id: string) {
  if (running.has(id)) return
  running.add(id)
  try {
    let mark = marks.get(id)
    while (mark) {
      applyConversation(await post(id, mark.position))
      retryMs = firstRetryMs
      if (marks.get(id) === mark) forget(id)
      mark.letGo()
      mark = marks.get(id)
    }
  } catch (error) {
    // A refusal is final, anything else is tried again; the badge stays cleared here, or it would be asked for ever.
    if (error instanceof ApiError && isRefusal(error.status)) forget(id)
    else if (!(error instanceof ApiError && error.status === 401)) retryLater()
    console.warn('The conversation could not be marked as read.', error)
  } finally {
    running.delete(id)
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
