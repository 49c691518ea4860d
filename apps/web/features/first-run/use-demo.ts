'use client'
import { useQuery } from '@tanstack/react-query'
import { request } from '../../client/request'

/** Whether a simulated customer stands by; without the simulator this answers 404 and nothing is shown. */
export function useDemo() {
  return useQuery({
    queryKey: ['demo'],
    queryFn: () => request<{ phoneUrl: string }>('GET', '/demo'),
    retry: false,
  })
}
