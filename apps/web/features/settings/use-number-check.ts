'use client'
import type { ChatAccount, ValidationResult } from '@cloudpa/contracts/chat-accounts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { useErrorSentence } from '../words/use-error-sentence'

/** What Twilio was last heard to say about a number's credentials, and how to ask again. */
export interface NumberCheck {
  answer: ValidationResult | undefined
  isChecking: boolean
  check: () => void
}

/**
 * Asks Twilio whether a number's credentials work, when it is told to. The answer is kept while the app is open.
 * @param unchecked whether they were written a moment ago: then it asks by itself
 */
export function useNumberCheck({ id }: ChatAccount, unchecked: boolean): NumberCheck {
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const { data, isFetching, refetch } = useQuery({
    queryKey: ['number-check', id],
    queryFn: async (): Promise<ValidationResult> => {
      try {
        return await request('POST', `/api/v1/chat-accounts/${encodeURIComponent(id)}/validate`, {})
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) throw error
        // An answer like any other, so that it stays in its place until the next.
        return { ok: false, message: sentenceOf(error) }
      } finally {
        // Twilio's yes proves the number.
        void client.invalidateQueries({ queryKey: chatAccountsKey })
      }
    },
    enabled: false,
    retry: false,
  })
  // Whoever writes credentials wants to know whether they work, not to look for the button that says so.
  useEffect(() => {
    if (unchecked) void refetch()
  }, [unchecked, refetch])
  return { answer: data, isChecking: isFetching, check: () => void refetch() }
}

/** Whether it is the number that doesn't work; nobody knows while Twilio is in trouble or out of reach. */
export function isFault({ ok, finding }: ValidationResult): boolean {
  return !ok && finding !== undefined && finding.kind !== 'trouble' && finding.kind !== 'unreachable'
}
