import { expect } from 'vitest'
import { readEnv } from '../src/env.js'
import { awaitDatabase } from '../src/platform/await-database.js'
import { StartError } from '../src/platform/process.js'

/**
 * What a process says as it refuses to start with these settings on its database. The API and the worker begin with
 * this very question, which costs a hundredth of their start.
 */
export async function refusalOf(settings: Record<string, string>): Promise<string> {
  const refusal: unknown = await awaitDatabase(readEnv(settings)).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StartError)
  return (refusal as StartError).message
}
