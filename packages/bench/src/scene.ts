import { answersPing, startPrivatePostgres, startStack, waitFor, type Stack } from '@cloudpa/local/testing'
import pg from 'pg'
import { startFloor, type Floor } from './floor/start-floor.js'
import { lineOf } from './load/form.js'
import { startGenerator, type Generator } from './load/start-generator.js'

export type QueueKind = 'postgres' | 'redis'

export const redisUrl = process.env.TEST_REDIS_URL || 'redis://127.0.0.1:6379'

/** The product, the floor and who writes to them, on one PostgreSQL that keeps its promises. */
export interface Scene {
  queue: QueueKind
  stack: Stack
  /** API keys of the orgs, in the order of their lines. */
  apiKeys: string[]
  floor: Floor
  generator: Generator
  database: pg.Client
  /** Of our own connection, which leads to the server's other processes. */
  backendPid: number
  /** How many messages the product's inboxes hold. */
  countShown(): Promise<number>
  /**
   * Resolves when the inboxes hold so many messages.
   * @throws when they don't within two minutes, or hold more
   */
  waitUntilShown(count: number): Promise<void>
  stop(): Promise<void>
}

/** Whether there is a Redis to run the queue on. */
export const hasRedis = () => answersPing(redisUrl)

/** @param lines each is the one number of an org of its own */
export async function startScene(queue: QueueKind, lines: number): Promise<Scene> {
  const postgres = await startPrivatePostgres({ keepSafe: true })
  const stack = await startStack({ databaseUrl: postgres.url, ...(queue === 'redis' ? { redisUrl } : {}) })
  const orgs = Array.from({ length: lines }, (_, index) => {
    const { number, ...account } = lineOf(index)
    return {
      slug: `bench-${index}`,
      name: `Bench ${index}`,
      chatAccounts: [{ externalPhoneId: number, ...account }],
    }
  })
  const seeded = await stack.seed<{ orgs: { apiKey: string }[] }>({ orgs })
  const floor = await startFloor(postgres.url, lines)
  const generator = startGenerator()
  const database = new pg.Client({ connectionString: postgres.url })
  await database.connect()
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const countShown = () => sumUnread(database)
  return {
    queue,
    stack,
    apiKeys: seeded.orgs.map(({ apiKey }) => apiKey),
    floor,
    generator,
    database,
    backendPid: rows[0]?.pid ?? 0,
    countShown,
    waitUntilShown: (count) => waitUntilShown(countShown, count),
    stop: async () => {
      generator.stop()
      floor.stop()
      await database.end()
      await stack.stop()
      await postgres.remove()
    },
  }
}

/** Nobody reads here, so the counters say how many messages there are, without a look at each of them. */
async function sumUnread(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ sum: string }>(
    'SELECT coalesce(sum(unread_count), 0) AS sum FROM conversation',
  )
  return Number(rows[0]?.sum)
}

async function waitUntilShown(countShown: () => Promise<number>, count: number): Promise<void> {
  const isShown = async () => {
    const shown = await countShown()
    if (shown > count) throw new Error(`${shown} messages came of ${count} forms`)
    return shown === count || Promise.reject(new Error(`${shown} of ${count}`))
  }
  await waitFor(isShown, { timeoutMs: 120_000, everyMs: 10, what: 'every message in its inbox' })
}
