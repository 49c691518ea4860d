'use client'
import type { ChatAccountList } from '@cloudpa/contracts/chat-accounts'
import { useQuery } from '@tanstack/react-query'
import { request } from './request'

export const chatAccountsKey = ['chat-accounts'] as const

/** How often a page that shows a number as not proven looks whether it is. */
const lookMs = 3_000

/**
 * The org's WhatsApp numbers.
 * @param untilProven asks again while there is one that is not proven: a message may prove it at any moment
 */
export function useChatAccounts({ untilProven = false } = {}) {
  return useQuery({
    queryKey: chatAccountsKey,
    queryFn: () => request<ChatAccountList>('GET', '/api/v1/chat-accounts'),
    refetchInterval: ({ state }) =>
      untilProven && state.data?.items.some(({ proven }) => !proven) ? lookMs : false,
  })
}
