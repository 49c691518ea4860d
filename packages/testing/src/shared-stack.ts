import { inject } from 'vitest'
import type { Stack } from './test-stack.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `serveStacks` listens. */
    stacksUrl: string
  }
}

/** The product for tests that mint their own org and leave its processes alone. */
export type SharedStack = Omit<Stack, 'processes' | 'stop'>

async function ask<T>(url: string, body?: object): Promise<T> {
  const response = await fetch(url, body ? { method: 'POST', body: JSON.stringify(body) } : {})
  const said = await response.text()
  if (!response.ok) throw new Error(said)
  return JSON.parse(said) as T
}

/**
 * The stack of this vitest worker, with nothing planned in its simulator that an earlier test file left. A worker goes
 * by its process: vitest gives one pool id to two workers where a group of projects follows another, and then a file
 * that begins resets the simulator of one that runs.
 */
export async function sharedStack(): Promise<SharedStack> {
  const url = `${inject('stacksUrl')}/${process.pid}`
  const addresses = await ask<Omit<SharedStack, 'seed'>>(url)
  const reset = await fetch(`${addresses.simulatorUrl}/_sim/reset`, { method: 'POST' })
  if (!reset.ok) throw new Error(`the simulator answered ${reset.status}`)
  return { ...addresses, seed: <T>(content: object) => ask<T>(url, content) }
}
