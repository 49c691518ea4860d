import type { Message, MessagePage } from '@cloudpa/contracts/messages'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { message } from '../messages/sample-message'
import { answerByHand, type Asked } from './answer-by-hand'
import { applyLiveEvents } from './apply-live-events'
import { applyConversation } from './conversation-store'
import { enterThread } from './load-thread'
import { conversation } from './sample-conversation'
import { threads } from './thread-store'

export const client = new QueryClient({
  defaultOptions: { queries: { retry: false, networkMode: 'always' } },
})
/** What a test's threads asked for, as they asked. */
export let asked: Asked[] = []
const leaves: (() => void)[] = []

/** Has each test of a file answer what its threads ask for. */
export function answerThreadsByHand(): void {
  beforeEach(() => {
    asked = answerByHand()
  })
  afterEach(() => {
    for (const leave of leaves.splice(0)) leave()
    vi.unstubAllGlobals()
  })
}

/** Shows a thread, at the longest until its test ends. */
export function enter(id: string) {
  let leave: (() => void) | null = enterThread(client, id)
  const leaveOnce = () => {
    leave?.()
    leave = null
  }
  leaves.push(leaveOnce)
  return leaveOnce
}

let count = 0
export const newId = () => `thread-${++count}`
export const say = (id: string, position: number, change: Partial<Message> = {}) =>
  message(position, { id: `${id}-${position}`, conversationId: id, direction: 'inbound', ...change })
export const range = (id: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => say(id, from + index))
export const page = (id: string, from: number, to: number, older: boolean, newer: boolean): MessagePage => ({
  items: range(id, from, to),
  notes: [],
  nextCursor: older ? `before-${from}` : null,
  newerCursor: newer ? `after-${to}` : null,
})
export const arrives = (id: string, position: number, unreadCount = 1) =>
  applyLiveEvents(client, [
    {
      type: 'message',
      message: say(id, position),
      conversation: conversation(id, position, {
        unreadCount,
        readPosition: position - unreadCount,
        revision: position,
      }),
    },
  ])
export const positions = (id: string) => threads.read(id).items.map(({ position }) => position)
export const settled = (id: string) => vi.waitFor(() => expect(threads.get(id).loading).toBeNull())
export const lastAsked = () => asked.at(-1) as Asked

/** Opens a thread whose page ends with the newest, all of it read. */
export async function opened(id: string, from: number, to: number) {
  applyConversation(conversation(id, to, { readPosition: to }))
  const leave = enter(id)
  answerOpening(id, page(id, from, to, from > 1, false))
  await settled(id)
  return leave
}

export function answerOpening(
  id: string,
  { items, notes, nextCursor, newerCursor }: MessagePage,
  unreadCount = 0,
) {
  const { position = 0 } = items.at(-1) ?? {}
  const readPosition = unreadCount > 0 ? position - unreadCount : position
  lastAsked().answer({
    ...conversation(id, position, { unreadCount, readPosition, revision: position }),
    messages: items,
    notes,
    messagesCursor: nextCursor,
    newerMessagesCursor: newerCursor,
    eventId: 1,
  })
}
