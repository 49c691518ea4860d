'use client'
import type { SearchAnswer } from '@cloudpa/contracts/search'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { request } from '../../client/request'
import { usePaused } from '../../client/use-paused'
import { useConnectionState } from '../live/connection-state'

/** What a search finds as it is typed; what the words before found stays until the answer is there. */
export function useSearch(typed: string) {
  const q = usePaused(typed.trim())
  const isOffline = useConnectionState((state) => state.isOffline)
  const answer = useInfiniteQuery({
    queryKey: ['search', q],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams(pageParam ? { q, cursor: pageParam } : { q })
      return request<SearchAnswer>('GET', `/api/v1/messaging/search?${asked}`, undefined, signal)
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: q !== '' && !isOffline,
    placeholderData: keepPreviousData,
    // What came in meanwhile is found when it is looked for again.
    staleTime: 0,
    gcTime: 60_000,
    retry: 1,
  })
  // Without a line no answer is on its way, and what the words before found would be taken for it.
  const isNone = q === '' || (isOffline && answer.isPlaceholderData)
  const pages = isNone ? [] : (answer.data?.pages ?? [])
  const isWaiting = q !== '' && !answer.error && (answer.isPlaceholderData || answer.isPending)
  return {
    q,
    isOffline,
    people: pages.flatMap(({ people }) => people),
    messages: pages.flatMap(({ messages }) => messages),
    /** Whether what is there is no answer to what is typed now. */
    isLoading: !isOffline && (q !== typed.trim() || isWaiting),
    error: answer.error,
    retry: () => void answer.refetch(),
    hasMore: answer.hasNextPage && !answer.isPlaceholderData,
    isLoadingMore: answer.isFetchingNextPage,
    more: () => void answer.fetchNextPage(),
  }
}
