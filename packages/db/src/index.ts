import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/prisma/client.js'
import { connectionOptions, schemaOf } from './schema.js'

export * from './generated/prisma/client.js'

/** How long a query may wait for a free connection, or for a new one to open, before it fails. */
const connectionTimeoutMs = 10_000

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
  /** How long a statement may take before it fails, if less than `sessionLimits` says. */
  timeoutMs?: number
  /** Told of each connection that broke, e.g. because PostgreSQL restarted. */
  onConnectionLost?: (error: Error) => void
}

export type Pool = pg.Pool

/**
 * Makes a connection pool; nothing is opened before the first query. A query that finds the server gone fails, and the
 * next one connects again.
 */
export function createPool({ url, poolSize, timeoutMs, onConnectionLost }: PoolOptions): Pool {
  const pool = new pg.Pool({
    ...connectionOptions(url),
    max: poolSize,
    connectionTimeoutMillis: connectionTimeoutMs,
    keepAlive: true,
    ...sessionLimits,
    // The server's limit ends the work; ours, a little later, a wait for a server that is not heard any more.
    ...(timeoutMs === undefined ? {} : { statement_timeout: timeoutMs, query_timeout: timeoutMs + 500 }),
  })
  // An error that nobody listens to ends the process: the pool listens to a connection only while it is idle, and an
  // error of one in use reaches its query and, by the second listener, us.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', (error) => onConnectionLost?.(error)))
  return pool
}

/** Makes a client that owns its connection pool; `$disconnect()` closes it all. */
export function createPrisma(options: PoolOptions): PrismaClient {
  const adapter = new PrismaPg(createPool(options), {
    schema: schemaOf(options.url),
    disposeExternalPool: true,
  })
  return new PrismaClient({ adapter })
}
