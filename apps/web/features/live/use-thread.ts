'use client'
import type { ConversationFacts } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { enterThread, loadNewer, loadOlder, retryThread, toMessage, toNewest } from './load-thread'
import type { Failures, Opening, Part } from './thread-state'
import { threads } from './thread-store'

export interface ThreadData {
  /**
   * The stretch that is held, without gaps, oldest first, five pages at most. It is another array when a message comes
   * or goes; what a message of it becomes is heard by `useMessage` alone.
   */
  messages: readonly Message[]
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
    messages: view.messages,
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

/** A message of a thread as last heard of. Drawn again when this one changes. */
export function useMessage(message: Message): Message
export function useMessage(message: Message | null): Message | null
export function useMessage(message: Message | null): Message | null {
  const id = message?.id ?? ''
  const subscribe = useCallback((listener: () => void) => threads.messages.subscribe(id, listener), [id])
  const read = () => threads.messages.get(id) ?? message
  return useSyncExternalStore(subscribe, read, read)
}
