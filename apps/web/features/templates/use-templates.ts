'use client'
import type { TemplateList } from '@cloudpa/contracts/templates'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../client/request'
import { templatesKey } from '../../client/templates-key'

export const templatesPath = '/api/v1/templates'

/**
 * The templates that go out from a number, asked for anew wherever one is about to be chosen.
 * @param chatAccountId null for those of all numbers
 */
export function useTemplates(chatAccountId: string | null) {
  const query = chatAccountId === null ? '' : `?chatAccountId=${encodeURIComponent(chatAccountId)}`
  return useQuery({
    queryKey: [...templatesKey, chatAccountId],
    queryFn: () => request<TemplateList>('GET', `${templatesPath}${query}`),
    // WhatsApp may have approved one meanwhile, of which an event tells while somebody looks.
    staleTime: 10_000,
  })
}

/** Has the server look at Twilio now, and what became of it. */
export function useCheckTemplates() {
  const client = useQueryClient()
  const [isChecking, setChecking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const renew = () => client.invalidateQueries({ queryKey: templatesKey })
  async function check() {
    setChecking(true)
    setError(null)
    try {
      await request('POST', `${templatesPath}/sync`)
      await renew()
    } catch (failure) {
      setError(failure)
    } finally {
      setChecking(false)
    }
  }
  return { check, renew, isChecking, error }
}
