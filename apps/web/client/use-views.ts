'use client'
import type { ViewList } from '@cloudpa/contracts/views'
import { useQuery } from '@tanstack/react-query'
import { request } from './request'

export const viewsPath = '/api/v1/views'
export const viewsKey = ['views'] as const

/** Saved lists: the org's, then one's own, each in their order. */
export function useViews() {
  return useQuery({ queryKey: viewsKey, queryFn: () => request<ViewList>('GET', viewsPath) })
}
