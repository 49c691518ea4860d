'use client'
import type { LabelList } from '@cloudpa/contracts/labels'
import { useQuery } from '@tanstack/react-query'
import { request } from './request'

export const labelsKey = ['labels'] as const

/** The org's labels, by name. */
export function useLabels() {
  return useQuery({ queryKey: labelsKey, queryFn: () => request<LabelList>('GET', '/api/v1/labels') })
}
