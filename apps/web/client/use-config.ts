'use client'
import type { Config } from '@cloudpa/contracts/orgs'
import { useQuery } from '@tanstack/react-query'
import { request } from './request'

/** What this installation offers before anybody signs in. */
export function useConfig() {
  return useQuery({ queryKey: ['config'], queryFn: () => request<Config>('GET', '/api/v1/config') })
}
