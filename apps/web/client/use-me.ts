'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { useQuery } from '@tanstack/react-query'
import { mePath, request, showOrg } from './request'

export const meKey = ['me'] as const

/** Who is signed in, and in which org. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: askMe })
}

/** @throws {ApiError} with status 401 when nobody is signed in */
export async function askMe(): Promise<Me> {
  const me = await request<Me>('GET', mePath)
  showOrg(me.org.id)
  return me
}

/** `org:person`, under which this browser keeps what one has written. */
export function ownerOf(me: Me): string {
  return `${me.org.id}:${me.user?.id ?? ''}`
}

/** Owners and admins manage numbers, people and keys; members answer customers. */
export function canManage(me: Me | undefined): boolean {
  return me?.role === 'owner' || me?.role === 'admin'
}
