import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error'

/** Live events keep what is shown fresh, so nothing is fetched again merely because time passed. */
export function createQueryClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => failures < 3 && !(error instanceof ApiError && isFinal(error.status)),
      },
      mutations: { networkMode: 'always' },
    },
  })
}

function isFinal(status: number) {
  return status >= 400 && status < 500 && status !== 429
}

/** A session can end while its cookie stays; `expired` tells proxy.ts to show the sign-in page all the same. */
export function leaveWhenSignedOut(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 401) return
  const { pathname } = window.location
  if (!/^\/(inbox|contacts|settings)(\/|$)/.test(pathname)) return
  window.location.replace(`/sign-in?expired=1&next=${encodeURIComponent(pathname)}`)
}
