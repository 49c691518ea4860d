'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import type { ListName } from './conversation-filters'
import { pagesOf, type ConversationIds } from './conversation-pages'
import { conversations } from './conversation-store'
import type { Counts } from './conversation-tally'

/** A list as ids, page by page. Drawn again when one comes, goes or moves, not for whatever else it becomes. */
export function useConversationIds(filter: ListName = 'all'): ConversationIds & {
  /** Loads the next page; it may be called often. After a failure it waits for `retry`. */
  loadMore: () => void
  retry: () => void
} {
  const client = useQueryClient()
  const pages = pagesOf(filter)
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

/** How many of the org's conversations there are of each kind, loaded or not. */
export function useConversationCounts(): Counts {
  const client = useQueryClient()
  // Settings show them too, and no list that would have asked for them.
  useEffect(() => pagesOf('all').open(client), [client])
  return useSyncExternalStore(subscribeAll, readCounts, readCounts)
}
const subscribeAll = (listener: () => void) => conversations.subscribeAll(listener)
const readCounts = () => conversations.counts

/**
 * Whether nobody has written yet: nothing is open, put off or done. Null as long as nobody knows. That nothing is done
 * is asked only where nothing else is there.
 */
export function useIsNew(): boolean | null {
  const client = useQueryClient()
  const all = useConversationIds()
  const { snoozed, starred } = useConversationCounts()
  const done = pagesOf('done')
  const doneList = useSyncExternalStore(done.subscribe, done.read, done.read)
  const isKnown = useSyncExternalStore(subscribeAll, knowsAny, knowsAny) || snoozed + starred > 0
  const mayBeNew = !all.isLoading && !all.error && !isKnown
  useEffect(() => {
    if (mayBeNew) done.open(client)
  }, [mayBeNew, done, client])
  if (isKnown) return false
  return mayBeNew && !doneList.isLoading && !doneList.error ? doneList.ids.length === 0 : null
}
const knowsAny = () => conversations.size > 0

/** Whether one of a list is such. Drawn again when that is another, whatever else becomes of them. */
export function useIsAny(isSuch: (conversation: Conversation) => boolean, filter: ListName = 'all'): boolean {
  const read = () => {
    const { ids, further } = pagesOf(filter).read()
    return conversationsOf([...ids, ...further]).some(isSuch)
  }
  return useSyncExternalStore(subscribeAll, read, read)
}

/** How many wait whose window closes within two hours from then. */
export function useClosingCount(nowMs: number): number {
  const read = () => conversations.closingAt(nowMs)
  return useSyncExternalStore(subscribeAll, read, read)
}

/** Conversations as last heard of. */
export const conversationsOf = (ids: readonly string[]) => ids.flatMap((id) => conversations.get(id) ?? [])

/** What is listed now, for what happens outside of drawing. */
export const listedNow = (filter: ListName = 'all') => pagesOf(filter).read()
