'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { loadNewer, loadOlder } from '../live/load-thread'
import { threads } from '../live/thread-store'
import { useOpenPicture, type Side } from './open-picture'
import { picturesIn, type ShownPicture } from './pictures-in'

interface Pictures {
  /** Undefined once it is gone from the thread. */
  shown: ShownPicture | undefined
  /** Its place among those that are held, from 1 on, and how many those are. */
  at: number
  count: number
  /** Goes on to the next to either side; null where there is none. */
  older: (() => void) | null
  newer: (() => void) | null
}

/** The pictures of a conversation around one of them. Where none is held any more, more of the thread is loaded. */
export function usePictures(conversationId: string, mediumId: string): Pictures {
  const client = useQueryClient()
  const subscribe = useCallback(
    (listener: () => void) => threads.subscribe(conversationId, listener),
    [conversationId],
  )
  const thread = useSyncExternalStore(
    subscribe,
    () => threads.read(conversationId),
    () => threads.read(conversationId),
  )
  const pictures = picturesIn(thread.items.map((item) => threads.items.get(item.id) ?? item))
  const index = pictures.findIndex(({ medium }) => medium.id === mediumId)
  const [last, setLast] = useState(pictures[index])
  const held = pictures[index]
  if (held && held.message !== last?.message) setLast(held)
  const beside = { older: pictures[index - 1], newer: index < 0 ? undefined : pictures[index + 1] }
  const more = { older: thread.hasOlder, newer: thread.hasNewer }
  const wants = useOpenPicture((state) => state.wants)

  const wanted = wants && beside[wants]?.medium.id
  const mayLoad = wants !== null && more[wants] && !thread.failed[wants]
  const isLoading = thread.loading !== null
  useEffect(() => {
    if (wants === null) return
    const { open, want } = useOpenPicture.getState()
    if (wanted) open(conversationId, wanted)
    else if (!mayLoad) want(null)
    else if (!isLoading) (wants === 'older' ? loadOlder : loadNewer)(client, conversationId)
  }, [wants, wanted, mayLoad, isLoading, client, conversationId])

  const stepTo = (side: Side) =>
    beside[side] || more[side] ? () => useOpenPicture.getState().want(side) : null
  return {
    shown: held ?? last,
    at: index + 1,
    count: pictures.length,
    older: stepTo('older'),
    newer: stepTo('newer'),
  }
}
