import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/prisma/client.js'

export * from './generated/prisma/client.js'

/** How long a query may wait for a free connection, or for a new one to open, before it fails. */
const connectionTimeoutMs = 10_000

export interface DatabaseOptions {
  /** postgresql://user:password@host:port/database; a `?schema=` in it names the schema to work in. */
  url: string
  /** How many connections may be open at once. */
  poolSize: number
  /** Told of each connection that broke while nobody used it, e.g. because PostgreSQL restarted. */
  onConnectionLost?: (error: Error) => void
}

/**
 * Makes a client that owns its connection pool. Nothing is opened before the first query; `$disconnect()` closes it all.
 * A query that finds the server gone fails, and the next one connects again.
 */
export function createPrisma({ url, poolSize, onConnectionLost }: DatabaseOptions): PrismaClient {
  const schema = new URL(url).searchParams.get('schema') ?? undefined
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectionTimeoutMs,
    options: schema && `-c search_path=${pg.escapeIdentifier(schema)}`,
  })
  // Without a listener the loss of an idle connection ends the process; the pool has already let go of it.
  pool.on('error', (error) => onConnectionLost?.(error))
  return new PrismaClient({ adapter: new PrismaPg(pool, { schema, disposeExternalPool: true }) })
}
