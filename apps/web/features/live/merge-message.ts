import type { Message, MessagePage } from '@cloudpa/contracts/messages'
import { replaceEqualDeep, type InfiniteData } from '@tanstack/react-query'

export type MessageData = InfiniteData<MessagePage, string | null>

/** Two accounts of one message: the later revision wins, whichever came last. */
export function mergeMessage(old: Message, next: Message): Message {
  return next.revision < old.revision ? old : replaceEqualDeep(old, next)
}

/** Puts a message where its position says, or merges it into the one that is there already. */
export function placeMessage(data: MessageData, message: Message): MessageData {
  const at = data.pages.findIndex((page) => page.items.some((item) => item.id === message.id))
  if (at >= 0) {
    return withPage(data, at, (items) =>
      items.map((item) => (item.id === message.id ? mergeMessage(item, message) : item)),
    )
  }
  // Pages run from the newest to the oldest; a message belongs to the first that starts before it.
  const before = data.pages.findIndex((page) => (page.items[0]?.position ?? Infinity) < message.position)
  if (before < 0 && data.pages.at(-1)?.nextCursor) return data
  return withPage(data, before < 0 ? data.pages.length - 1 : before, (items) => insert(items, message))
}

/**
 * What the server answered, over what the screen holds: a slow answer must neither take back a status
 * nor lose a message that arrived live while it was on its way.
 */
export function mergeMessageData(old: MessageData | undefined, fresh: MessageData): MessageData {
  if (!old) return fresh
  const known = new Map(old.pages.flatMap((page) => page.items).map((item) => [item.id, item]))
  const newest = fresh.pages[0]?.items.at(-1)?.position ?? -1
  let merged: MessageData = {
    ...fresh,
    pages: fresh.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => {
        const before = known.get(item.id)
        return before ? mergeMessage(before, item) : item
      }),
    })),
  }
  for (const item of known.values()) if (item.position > newest) merged = placeMessage(merged, item)
  return replaceEqualDeep(old, merged)
}

/** All loaded messages in reading order, each once. */
export function flattenMessages(data: Pick<MessageData, 'pages'> | undefined): Message[] {
  if (!data) return []
  const seen = new Set<string>()
  const all = data.pages.toReversed().flatMap((page) => page.items)
  return all.filter((message) => !seen.has(message.id) && seen.add(message.id))
}

function withPage(data: MessageData, index: number, change: (items: Message[]) => Message[]): MessageData {
  return {
    ...data,
    pages: data.pages.map((page, i) => (i === index ? { ...page, items: change(page.items) } : page)),
  }
}

function insert(items: Message[], message: Message) {
  const at = items.findLastIndex((item) => item.position < message.position) + 1
  return items.toSpliced(at, 0, message)
}
