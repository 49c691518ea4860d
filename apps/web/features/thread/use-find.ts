'use client'
import type { FoundMessage, SearchAnswer } from '@cloudpa/contracts/search'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { request } from '../../client/request'
import { usePaused } from '../../client/use-paused'
import { useConnectionState } from '../live/connection-state'
import { useJump } from '../live/jump'

const pageSize = 50

interface Found {
  /** What is there so far of the messages in which it stands, newest first. */
  hits: FoundMessage[]
  /** Which of them one is at. */
  at: number
  /** In how many it stands; null where nothing is looked for, or no answer is there. */
  count: number | null
  isLoading: boolean
  isOffline: boolean
  hasFailed: boolean
  older: () => void
  newer: () => void
}

/** Where in a conversation stands what is typed, in all of its history; goes to the newest place at once. */
export function useFind(conversationId: string, typed: string): Found {
  const q = usePaused(typed.trim())
  const isOffline = useConnectionState((state) => state.isOffline)
  const answer = useInfiniteQuery({
    queryKey: ['find', conversationId, q],
    queryFn: ({ pageParam, signal }) => {
      const asked = { q, conversation: conversationId, limit: String(pageSize) }
      const page = new URLSearchParams(pageParam ? { ...asked, cursor: pageParam } : asked)
      return request<SearchAnswer>('GET', `/api/v1/messaging/search?${page}`, undefined, signal)
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: q !== '' && !isOffline,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: 1,
  })
  const [chosen, choose] = useState({ q, at: 0 })
  const at = chosen.q === q ? chosen.at : 0
  const isAnswer = q !== '' && answer.isSuccess && !answer.isPlaceholderData
  const hits = isAnswer ? answer.data.pages.flatMap(({ messages }) => messages) : []
  const messageId = hits[at]?.message.id
  useEffect(() => {
    if (messageId) useJump.getState().ask(conversationId, messageId, { keepsFocus: true })
  }, [conversationId, messageId])

  const { hasNextPage, isFetchingNextPage } = answer
  const goTo = (next: number) => {
    if (hits.length === 0) return
    // The oldest and the newest are neighbours, where both are there.
    if (next < 0) choose({ q, at: hasNextPage ? 0 : hits.length - 1 })
    else if (next < hits.length) choose({ q, at: next })
    else if (!hasNextPage) choose({ q, at: 0 })
    else if (!isFetchingNextPage)
      void answer.fetchNextPage().then(({ isError }) => isError || choose({ q, at: next }))
  }
  return {
    hits,
    at,
    count: isAnswer ? (answer.data.pages[0]?.count ?? 0) : null,
    isLoading: typed.trim() !== '' && !isOffline && (q !== typed.trim() || answer.isFetching),
    isOffline,
    hasFailed: answer.isError,
    older: () => (answer.isError ? void answer.refetch() : goTo(at + 1)),
    newer: () => goTo(at - 1),
  }
}
