import { CancelledError, type QueryClient } from '@tanstack/react-query'
import { request } from '../../client/request'

const keyOf = (path: string) => ['inbox', path] as const

/**
 * Asks the API for something that the stores will hold; the query client only tries again and notices an ended session.
 * @throws {ApiError} when it stays without an answer, {CancelledError} when nobody waits for it any more
 */
export function ask<T>(client: QueryClient, path: string): Promise<T> {
  return client.fetchQuery({
    queryKey: keyOf(path),
    queryFn: ({ signal }) => request<T>('GET', path, undefined, signal),
    staleTime: 0,
    gcTime: 0,
  })
}

/** Nobody waits for this answer any more: the request is aborted. */
export function stopAsking(client: QueryClient, path: string): void {
  void client.cancelQueries({ queryKey: keyOf(path), exact: true })
}

/** Whether a question ended because nobody waits for its answer. */
export const wasStopped = (error: unknown) => error instanceof CancelledError
