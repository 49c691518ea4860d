import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import { replaceEqualDeep, type InfiniteData } from '@tanstack/react-query'
import { mergeMessage } from './merge-message'

export type ConversationData = InfiniteData<ConversationPage, string | null>

/**
 * Two accounts of one conversation. An older revision never wins; else the one that knows the later message does, then
 * the one that was read further on this screen; what only ever moves forward is taken from whichever is ahead.
 */
export function mergeConversation(old: Conversation, next: Conversation): Conversation {
  const newer = next.revision < old.revision || isBehind(next, old) ? old : next
  const other = newer === next ? old : next
  const merged: Conversation = {
    ...newer,
    readPosition: Math.max(old.readPosition, next.readPosition),
    windowExpiresAt: later(old.windowExpiresAt, next.windowExpiresAt),
    lastMessage:
      newer.lastMessage && newer.lastMessage.id === other.lastMessage?.id
        ? mergeMessage(other.lastMessage, newer.lastMessage)
        : newer.lastMessage,
  }
  return replaceEqualDeep(old, merged)
}

/** Puts a conversation where its latest message says; one older than everything loaded waits for its page. */
export function placeConversation(data: ConversationData, conversation: Conversation): ConversationData {
  const before = data.pages.flatMap((page) => page.items).find((item) => item.id === conversation.id)
  const merged = before ? mergeConversation(before, conversation) : conversation
  return merged === before ? data : putInOrder(data, merged)
}

function putInOrder(data: ConversationData, conversation: Conversation): ConversationData {
  const pages = data.pages.map((page) => {
    const items = page.items.filter((item) => item.id !== conversation.id)
    return items.length === page.items.length ? page : { ...page, items }
  })
  const isLoaded = pages.some((page, index) => page !== data.pages[index])
  const found = pages.findIndex((page) => page.items.some((item) => newestFirst(conversation, item) <= 0))
  if (found < 0 && !isLoaded && pages.at(-1)?.nextCursor) return data
  const at = found < 0 ? pages.length - 1 : found
  return {
    ...data,
    pages: pages.map((page, index) =>
      index === at ? { ...page, items: [...page.items, conversation].sort(newestFirst) } : page,
    ),
  }
}

/** A fresh answer over what the screen holds: nothing newer that arrived live in the meantime is lost. */
export function mergeConversationData(
  old: ConversationData | undefined,
  fresh: ConversationData,
): ConversationData {
  if (!old) return fresh
  const known = new Map(old.pages.flatMap((page) => page.items).map((item) => [item.id, item]))
  const top = fresh.pages[0]?.items[0]
  const moved: Conversation[] = []
  const pages = fresh.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => {
      const before = known.get(item.id)
      known.delete(item.id)
      if (!before || before === item) return item
      const merged = mergeConversation(before, item)
      if (newestFirst(merged, item) !== 0) moved.push(merged)
      return merged
    }),
  }))
  const arrived = [...known.values()].filter((item) => !top || newestFirst(item, top) < 0)
  const merged = [...moved, ...arrived].reduce(putInOrder, { ...fresh, pages })
  return replaceEqualDeep(old, merged)
}

/** All loaded conversations, newest first, each once. */
export function flattenConversations(data: Pick<ConversationData, 'pages'> | undefined): Conversation[] {
  const byId = new Map<string, Conversation>()
  for (const item of data?.pages.flatMap((page) => page.items) ?? []) {
    if (!byId.has(item.id)) byId.set(item.id, item)
  }
  return [...byId.values()]
}

/** The API's order, which its cursor counts on: by the position of the latest message, not by a clock. */
function newestFirst(a: Conversation, b: Conversation): number {
  const byPosition = (b.lastMessage?.position ?? -1) - (a.lastMessage?.position ?? -1)
  return byPosition || b.lastMessageAt.localeCompare(a.lastMessageAt)
}

function isBehind(a: Conversation, b: Conversation) {
  const difference = (a.lastMessage?.position ?? -1) - (b.lastMessage?.position ?? -1)
  return difference === 0 ? a.readPosition < b.readPosition : difference < 0
}

function later(a: string | null, b: string | null) {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}
