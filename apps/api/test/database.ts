import type { Stack } from '@cloudpa/testing/kit'
import { Redis } from 'ioredis'
import pg from 'pg'
import { expect } from 'vitest'

/** A connection to the stack's database beside the product's own, for what only a stranger in it could do. */
export async function withDatabase<T>(
  stack: Pick<Stack, 'databaseUrl'>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: stack.databaseUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const pools = new Map<string, pg.Pool>()

/**
 * Asks over a connection that is kept for a moment: who waits asks again and again, and to open one costs more than to
 * ask it a hundred times.
 */
export async function askDatabase<T extends object>(
  { databaseUrl }: Pick<Stack, 'databaseUrl'>,
  statement: string,
  values: unknown[],
): Promise<T[]> {
  const settings = { connectionString: databaseUrl, max: 2, idleTimeoutMillis: 1_000, allowExitOnIdle: true }
  const pool = pools.get(databaseUrl) ?? new pg.Pool(settings)
  if (!pools.has(databaseUrl))
    pools.set(
      databaseUrl,
      pool.on('error', () => undefined),
    ) // it went with its database
  return (await pool.query<T>(statement, values)).rows
}

/** Empties the queue, wherever it is, when every job is made that forms so far will get: the API makes its last as it ends. */
export async function loseQueue(stack: Stack): Promise<void> {
  await stack.processes.api.restart()
  const { REDIS_URL, QUEUE_PREFIX } = stack.env
  if (!REDIS_URL) {
    await withDatabase(stack, (client) => client.query('TRUNCATE bullmq.job CASCADE'))
    return
  }
  const redis = new Redis(REDIS_URL)
  const keys = await redis.keys(`${QUEUE_PREFIX}:*`)
  expect(keys).not.toEqual([])
  await redis.del(keys)
  redis.disconnect()
}
