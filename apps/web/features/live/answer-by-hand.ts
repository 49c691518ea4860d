import { vi } from 'vitest'

/** A request that waits until a test answers it. */
export interface Asked {
  path: string
  signal: AbortSignal
  answer: (body: unknown) => void
  /** The network breaks before there is an answer. */
  fail: () => void
}

/** Puts the test in the network's place; returns what is asked, as it is asked. Undone by `vi.unstubAllGlobals`. */
export function answerByHand(): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', (path: string, { signal }: { signal: AbortSignal }) => {
    return new Promise<Response>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')))
      asked.push({
        path,
        signal,
        answer: (body) => resolve(Response.json(body)),
        fail: () => reject(new TypeError('Failed to fetch')),
      })
    })
  })
  return asked
}
