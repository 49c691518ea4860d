'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { useQuery } from '@tanstack/react-query'
import { request } from './request'

export const meKey = ['me'] as const

/** Who is signed in, and in which org. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: () => request<Me>('GET', '/api/v1/me') })
}

/** Owners and admins manage numbers, people and keys; members answer customers. */
export function canManage(me: Me | undefined): boolean {
  return me?.role === 'owner' || me?.role === 'admin'
}
