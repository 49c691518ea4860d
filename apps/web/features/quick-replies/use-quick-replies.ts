'use client'
import type { QuickReplyList } from '@cloudpa/contracts/quick-replies'
import { useQuery } from '@tanstack/react-query'
import { request } from '../../client/request'

export const quickRepliesKey = ['quick-replies'] as const
export const quickRepliesPath = '/api/v1/quick-replies'

/** The org's quick replies and one's own, asked for anew wherever they are about to be used. */
export function useQuickReplies() {
  return useQuery({
    queryKey: quickRepliesKey,
    queryFn: () => request<QuickReplyList>('GET', quickRepliesPath),
    // A colleague may have changed one, which no event tells.
    staleTime: 10_000,
  })
}
