'use client'
import type { MemberList } from '@cloudpa/contracts/orgs'
import { useQuery } from '@tanstack/react-query'
import { request } from './request'

export const membersKey = ['members'] as const

/** Who belongs to the org, and who is invited to. */
export function useMembers() {
  return useQuery({ queryKey: membersKey, queryFn: () => request<MemberList>('GET', '/api/v1/members') })
}
