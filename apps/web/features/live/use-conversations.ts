'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { conversationPages, type ConversationIds } from './conversation-pages'
import { conversations } from './conversation-store'

/** The one list there is today; each filter will have a list of its own. */
type Filter = keyof typeof conversationPages

/** The list as ids, newest first, page by page. Drawn again when one has a newer message, not for whatever else it becomes. */
export function useConversationIds(filter: Filter = 'all'): ConversationIds & {
  /** Loads the next page; it may be called often. After a failure it waits for `retry`. */
  loadMore: () => void
  retry: () => void
} {
  const client = useQueryClient()
  const pages = conversationPages[filter]
  const list = useSyncExternalStore(pages.subscribe, pages.read, pages.read)
  useEffect(() => pages.open(client), [pages, client])
  const loadMore = useCallback(() => pages.loadMore(client), [pages, client])
  const retry = useCallback(() => pages.retry(client), [pages, client])
  return { ...list, loadMore, retry }
}

/** A conversation as last heard of; undefined when nothing was. Drawn again when this one changes. */
export function useConversation(id: string): Conversation | undefined {
  const subscribe = useCallback((listener: () => void) => conversations.subscribe(id, listener), [id])
  const read = () => conversations.get(id)
  return useSyncExternalStore(subscribe, read, read)
}

/** How many of the known conversations have something unread. */
export function useWaitingCount(): number {
  const read = () => conversations.waitingCount
  return useSyncExternalStore(subscribeAll, read, read)
}
const subscribeAll = (listener: () => void) => conversations.subscribeAll(listener)

/** A conversation as last heard of, for what happens outside of drawing. */
export const conversationOf = (id: string) => conversations.get(id)

/** The ids that are listed now, for what happens outside of drawing. */
export const listedIds = (filter: Filter = 'all') => conversationPages[filter].read().ids
