'use client'
import type { Config } from '@cloudpa/contracts/orgs'
import { useEffect, useState } from 'react'
import { request } from '../../client/request'

/** What this installation offers before anybody signs in; `failed` when the API did not say. */
export function useConfig(): { config: Config | undefined; failed: boolean } {
  const [answer, setAnswer] = useState<{ config: Config | undefined; failed: boolean }>({
    config: undefined,
    failed: false,
  })
  useEffect(() => {
    let isLeft = false
    request<Config>('GET', '/api/v1/config').then(
      (config) => isLeft || setAnswer({ config, failed: false }),
      (error: unknown) => {
        console.error('The configuration could not be loaded.', error)
        if (!isLeft) setAnswer({ config: undefined, failed: true })
      },
    )
    return () => {
      isLeft = true
    }
  }, [])
  return answer
}
