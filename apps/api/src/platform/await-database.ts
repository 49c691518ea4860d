import { setTimeout as sleep } from 'node:timers/promises'
import { connectionOptions, findSchemaFault, type Ask } from '@cloudpa/db/schema'
import { Logger } from '@nestjs/common'
import pg from 'pg'
import type { Env } from '../env.js'
import { requireDatabaseUrl } from './database.js'
import { StartError } from './process.js'
import { findQueueFault } from './queue-schema.js'
import { reasonOf } from './reason-of.js'
import { isTransient } from './transient.js'

const firstPauseMs = 100
const longestPauseMs = 2_000
/** How often it is said that the database is still away. */
const sayEveryMs = 5_000
const timeoutMs = 5_000

/**
 * Asks whether this build can work on the database.
 * @returns what the operator can do about it, or nothing when it can
 * @throws what `ask` throws
 */
export async function findDatabaseFault(env: Env, ask: Ask): Promise<string | undefined> {
  const fault = await findSchemaFault(ask)
  return fault?.message ?? (env.REDIS_URL ? undefined : findQueueFault(ask))
}

/**
 * Connects once and sees whether this build can work on the database.
 * @throws {StartError} when its tables don't fit this build, saying what to run
 * @throws the driver's error when there is no connection
 */
async function tryDatabase(env: Env): Promise<void> {
  const client = new pg.Client({
    ...connectionOptions(requireDatabaseUrl(env)),
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  // Whoever waits for an answer hears of a broken connection by it; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const ask = async <T>(sql: string) => (await client.query(sql)).rows as T[]
    const fault = await findDatabaseFault(env, ask)
    if (fault) throw new StartError(fault)
  } finally {
    // Not awaited: a frozen connection would never say goodbye.
    client.end().catch(() => undefined) // it never opened
  }
}

/** The server and database of DATABASE_URL, without name and password. */
function nameDatabase(env: Env): string {
  const { hostname, port, pathname } = new URL(requireDatabaseUrl(env))
  return `${hostname}:${port || '5432'}${pathname}`
}

/** @throws {StartError} for what waiting does not mend: a wrong password, an unknown database, a TLS that is refused */
function refuse(env: Env, error: unknown): never {
  if (error instanceof StartError) throw error
  throw new StartError(`DATABASE_URL: PostgreSQL at ${nameDatabase(env)} can't be used: ${reasonOf(error)}`, {
    cause: error,
  })
}

/**
 * Sees once whether the database can be worked on, for commands that somebody waits for.
 * @throws {StartError} when it can't
 */
export async function requireDatabase(env: Env): Promise<void> {
  await tryDatabase(env).catch((error: unknown) => refuse(env, error))
}

/**
 * Waits until the database answers, and says so at once and every few seconds.
 * @throws {StartError} for what waiting does not mend
 */
export async function awaitDatabase(env: Env): Promise<void> {
  await patiently(env, () => tryDatabase(env)).catch((error: unknown) => refuse(env, error))
}

/** Does what a start can't do without the database, again and again while the database is away. */
export async function patiently<T>(env: Env, task: () => Promise<T>): Promise<T> {
  const logger = new Logger('start')
  let saidAt: number | undefined
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      const result = await task()
      if (saidAt !== undefined) logger.log('PostgreSQL answers')
      return result
    } catch (error) {
      if (!isTransient(error)) throw error
      if (saidAt === undefined || performance.now() - saidAt >= sayEveryMs) {
        logger.warn(`waiting for PostgreSQL at ${nameDatabase(env)}: ${reasonOf(error)}`)
        saidAt = performance.now()
      }
    }
    await sleep(pauseMs)
  }
}
