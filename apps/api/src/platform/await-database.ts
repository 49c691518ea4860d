import { setTimeout as sleep } from 'node:timers/promises'
import { findBlindFault, findExcessFault, findRoleFault } from '@cloudpa/db/roles'
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
 * @throws {StartError} when its tables or our logins don't fit this build, saying what to run
 * @throws the driver's error when there is no connection
 */
async function tryDatabase(env: Env): Promise<void> {
  const place = await connected(requireDatabaseUrl(env), async (ask) => {
    const fault = await findDatabaseFault(env, ask)
    if (fault) throw new StartError(fault)
    const roleFault = (await findRoleFault(ask)) ?? (await findBlindFault(ask))
    if (roleFault) throw new StartError(`DATABASE_URL: ${roleFault}`)
    return placeOf(ask)
  })
  if (env.APP_DATABASE_URL) await tryAppLogin(env.APP_DATABASE_URL, place)
}

/** @throws {StartError} when the login could see too much or too little, or leads to another database */
async function tryAppLogin(url: string, place: string): Promise<void> {
  try {
    await connected(url, async (ask) => {
      const fault = (await findRoleFault(ask)) ?? (await findExcessFault(ask))
      if (fault) throw new StartError(`APP_DATABASE_URL: ${fault}`)
      if ((await placeOf(ask)) === place) return
      throw new StartError('APP_DATABASE_URL must lead to the same database as DATABASE_URL.')
    })
  } catch (error) {
    if (error instanceof StartError || isTransient(error)) throw error
    const sentence = `APP_DATABASE_URL: PostgreSQL at ${nameDatabase(url)} can't be used: ${reasonOf(error)}`
    throw new StartError(sentence, { cause: error })
  }
}

async function connected<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    ...connectionOptions(url),
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  // Whoever waits for an answer hears of a broken connection by it; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(async <T>(sql: string) => (await client.query(sql)).rows as T[])
  } finally {
    // Not awaited: a frozen connection would never say goodbye.
    client.end().catch(() => undefined) // it never opened
  }
}

/** Which database of which running server a connection leads to. */
async function placeOf(ask: Ask): Promise<string> {
  const [found] = await ask<{ place: string }>(
    `SELECT oid || ' ' || pg_postmaster_start_time() AS place FROM pg_database WHERE datname = current_database()`,
  )
  return found?.place ?? ''
}

/** The server and database of an address, without name and password. */
function nameDatabase(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || '5432'}${pathname}`
}

/** @throws {StartError} for what waiting does not mend: a wrong password, an unknown database, a TLS that is refused */
function refuse(env: Env, error: unknown): never {
  if (error instanceof StartError) throw error
  const name = nameDatabase(requireDatabaseUrl(env))
  throw new StartError(`DATABASE_URL: PostgreSQL at ${name} can't be used: ${reasonOf(error)}`, {
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
        const name = nameDatabase(requireDatabaseUrl(env))
        logger.warn(`waiting for PostgreSQL at ${name}: ${reasonOf(error)}`)
        saidAt = performance.now()
      }
    }
    await sleep(pauseMs)
  }
}
