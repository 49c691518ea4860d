import type { Socket } from 'node:net'
import pg from 'pg'
import { connectionOptions } from './schema.js'

/** How long a query may wait for a free connection, or for a new one to open, before it fails. */
export const connectionTimeoutMs = 10_000
/** An idle connection is asked whether it lives after this long; without it, Linux asks after two hours. */
const keepAliveAfterMs = 10_000
/** The server's limit ends the work; ours, this much later, a wait for a server that is not heard any more. */
const graceMs = 500

/**
 * What the server allows each connection of the product, in milliseconds, so that nothing waits or holds for ever.
 * Migrations and tools of the operator use connections of their own, without these limits.
 */
export const sessionLimits = {
  /** The product's own transactions hold their rows for milliseconds; a longer wait is for somebody who is stuck. */
  lock_timeout: 5_000,
  /** No statement of the product has more to do than a page or a batch. */
  statement_timeout: 30_000,
  /** A process that froze or was cut off in a transaction lets go of its rows. */
  idle_in_transaction_session_timeout: 10_000,
} as const

export interface PoolOptions {
  /** postgresql://user:password@host:port/database; a `?schema=` in it names the schema to work in. */
  url: string
  /** How many connections may be open at once. */
  poolSize: number
  /** The schema to work in, when it is not the address that names it. */
  schema?: string | undefined
  /** The role that connections take on as they open; the login's own unless told otherwise. */
  role?: string
  /** Sends a query without waiting for the answer to the one before it. */
  pipeline?: boolean
  /** How long a statement may take before it fails, if less than `sessionLimits` says. */
  timeoutMs?: number
  /** How long a statement may wait for a row, likewise. */
  lockTimeoutMs?: number
  /** Told of each connection that broke, e.g. because PostgreSQL restarted. */
  onConnectionLost?: (error: Error) => void
}

export type Pool = pg.Pool

/**
 * Makes a connection pool; nothing is opened before the first query. A query that finds the server gone fails, and the
 * next one connects again.
 */
export function createPool(options: PoolOptions): Pool {
  const { url, schema, role, poolSize, onConnectionLost } = options
  const { timeoutMs = sessionLimits.statement_timeout, lockTimeoutMs = sessionLimits.lock_timeout } = options
  const pool = new pg.Pool({
    ...connectionOptions(url, { schema, role }),
    max: poolSize,
    pipeline: options.pipeline ?? false,
    connectionTimeoutMillis: connectionTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    ...sessionLimits,
    statement_timeout: timeoutMs,
    lock_timeout: lockTimeoutMs,
    query_timeout: timeoutMs + graceMs,
  })
  // An error that nobody listens to ends the process: the pool listens to a connection only while it is idle, and an
  // error of one in use reaches its query and, by the second listener, us.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', (error) => onConnectionLost?.(error))
    breakWhenSilent(client)
  })
  return pool
}

/**
 * Breaks a connection on which a query was not answered in time. The driver would only give up the query, and Prisma
 * would send its ROLLBACK after it and put the connection back for the next one to wait on.
 */
function breakWhenSilent(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  client.query = ((...args: unknown[]) => {
    const result = query(...args)
    // Who gives a callback instead is the pool, which sees to it itself.
    if (result instanceof Promise)
      result.catch((error: unknown) => isSilence(error) && breakOff(client, error))
    return result
  }) as typeof client.query
}

function isSilence(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout'
}

/** Not by `end()`, which passes for wanted: whoever holds the connection shall hear that it is lost. */
function breakOff(client: pg.PoolClient, error: Error): void {
  const { connection } = client as unknown as { connection: { stream: Socket } }
  connection.stream.destroy(error)
}
