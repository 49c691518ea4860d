'use client'
import type { ChatAccountList } from '@cloudpa/contracts/chat-accounts'
import { useQuery } from '@tanstack/react-query'
import { request } from '../../client/request'

export const chatAccountsKey = ['chat-accounts'] as const

/** The org's WhatsApp numbers. */
export function useChatAccounts() {
  return useQuery({
    queryKey: chatAccountsKey,
    queryFn: () => request<ChatAccountList>('GET', '/api/v1/chat-accounts'),
  })
}
