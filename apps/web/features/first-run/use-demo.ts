'use client'
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'

/** Where the phone of a simulated customer is that stands by; null without the simulator. */
export function useDemo() {
  return useQuery({
    queryKey: ['demo'],
    queryFn: async () => {
      try {
        return await request<{ phoneUrl: string }>('GET', '/demo')
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }
    },
    staleTime: Infinity,
    retry: false,
  })
}
