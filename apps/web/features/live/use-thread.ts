'use client'
import type { ConversationFacts } from '@cloudpa/contracts/conversations'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { enterThread, loadNewer, loadOlder, retryThread, toMessage, toNewest } from './load-thread'
import type { Item } from './thread-item'
import type { Failures, Opening, Part } from './thread-state'
import { threads } from './thread-store'

export interface ThreadData {
  /**
   * The stretch that is held, without gaps, oldest first, five pages at most. It is another array when an item comes
   * or goes; what an item of it becomes is heard by `useItem` alone.
   */
  items: readonly Item[]
  /** Where it stood when it was opened; null until it is loaded. */
  opening: Opening | null
  /** What is known of the customer beside the conversation; null until the thread is loaded. */
  facts: ConversationFacts | null
  /** What could not be loaded, at either end or as a whole; what is held stays. */
  failed: Failures
  retry: (part: Part) => void
  hasOlder: boolean
  isLoadingOlder: boolean
  /** It may be called often. After a failure it waits for `retry`. */
  loadOlder: () => void
  /** The newest is not held: what arrives is counted, not appended. */
  hasNewer: boolean
  isLoadingNewer: boolean
  loadNewer: () => void
  /** How many customers' messages arrived behind what is held. */
  newsBehind: number
  /** Holds the newest page instead; resolves when it is there, or could not be had (see `failed`). */
  toNewest: () => Promise<void>
  /** Holds the page around a message instead; resolves when it is there, or could not be had. */
  goTo: (messageId: string) => Promise<void>
  /**
   * Whether the reader is at the end. Then the oldest page makes room for what arrives; if not, nothing is taken from
   * under their eyes.
   */
  setFollows: (follows: boolean) => void
}

/** A conversation's messages, kept as long as they are shown and for a while after; loaded when they are not held. */
export function useThread(id: string): ThreadData {
  const client = useQueryClient()
  const subscribe = useCallback((listener: () => void) => threads.subscribe(id, listener), [id])
  const read = () => threads.read(id)
  const view = useSyncExternalStore(subscribe, read, read)
  useEffect(() => enterThread(client, id), [client, id])
  const does = useMemo(
    () => ({
      retry: (part: Part) => retryThread(client, id, part),
      loadOlder: () => loadOlder(client, id),
      loadNewer: () => loadNewer(client, id),
      toNewest: () => toNewest(client, id),
      goTo: (messageId: string) => toMessage(client, id, messageId),
      setFollows: (follows: boolean) => {
        threads.get(id).follows = follows
      },
    }),
    [client, id],
  )
  const { loading, failed, opening } = view
  return {
    items: view.items,
    opening,
    facts: view.facts,
    failed,
    hasOlder: view.hasOlder,
    isLoadingOlder: loading === 'older',
    hasNewer: view.hasNewer,
    isLoadingNewer: loading === 'newer' || loading === 'newest',
    newsBehind: view.newsBehind,
    ...does,
  }
}

/** A message or a note of a thread as last heard of. Drawn again when this one changes. */
export function useItem<T extends Item>(item: T): T
export function useItem<T extends Item>(item: T | null): T | null
export function useItem<T extends Item>(item: T | null): T | null {
  const id = item?.id ?? ''
  const subscribe = useCallback((listener: () => void) => threads.items.subscribe(id, listener), [id])
  // One id is one thing, and stays what it is.
  const read = () => (threads.items.get(id) as T | undefined) ?? item
  return useSyncExternalStore(subscribe, read, read)
}

/** The same of several. */
export function useItems<T extends Item>(items: readonly T[]): readonly T[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = items.map(({ id }) => threads.items.subscribe(id, listener))
      return () => stops.forEach((stop) => stop())
    },
    [items],
  )
  const revisions = () => items.map(({ id, revision }) => threads.items.get(id)?.revision ?? revision).join()
  const known = useSyncExternalStore(subscribe, revisions, revisions)
  return useMemo(
    // Read anew with every change of any of them.
    () => (known === '' ? items : items.map((item) => (threads.items.get(item.id) as T | undefined) ?? item)),
    [items, known],
  )
}
