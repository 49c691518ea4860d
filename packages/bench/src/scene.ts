import {
  answersPing,
  startPrivatePostgres,
  startStack,
  waitFor,
  type PrivatePostgres,
  type Stack,
} from '@cloudpa/testing/kit'
import pg from 'pg'
import { startFloor, type Floor } from './floor/start-floor.js'
import { chatAccountOf } from './load/form.js'
import { startGenerator, type Generator, type Load, type LoadResult } from './load/start-generator.js'

export type QueueKind = 'postgres' | 'redis'

export const redisUrl = process.env.TEST_REDIS_URL || 'redis://127.0.0.1:6379'

/** The product, the floor and who writes to them, on one PostgreSQL that keeps its promises. */
export interface Scene {
  queue: QueueKind
  stack: Stack
  /** API keys of the orgs, in the order of their chatAccounts. */
  apiKeys: string[]
  floor: Floor
  generator: Generator
  databaseUrl: string
  database: pg.Client
  /** Of our own connection, which leads to the server's other processes. */
  backendPid: number
  /** Loads the product; resolves when all that was acknowledged is in the inboxes. */
  load(load: Omit<Load, 'origin'>): Promise<Shown>
  /** @throws when the inboxes hold more or less than was acknowledged so far */
  requireExact(): Promise<void>
  stop(): Promise<void>
}

/** Whether there is a Redis to run the queue on. */
export const hasRedis = () => answersPing(redisUrl)

export interface Shown extends LoadResult {
  /** From the first form until the last message was in its inbox. */
  shownSeconds: number
}

export interface SceneOptions {
  queue: QueueKind
  /** Each is the one number of an org of its own. */
  chatAccounts: number
  /** Has the floor announce each message, and PostgreSQL note when each transaction was committed. */
  watchesCommits?: boolean
  /** What stands in Twilio's place; nothing is asked of Twilio otherwise. */
  twilioUrl?: string
}

/** Starts it all. */
export async function startScene({
  queue,
  chatAccounts,
  watchesCommits,
  twilioUrl,
}: SceneOptions): Promise<Scene> {
  const postgres = await startPrivatePostgres({ keepSafe: true })
  if (watchesCommits) await noteCommits(postgres)
  const stack = await startStack({
    databaseUrl: postgres.url,
    ...(queue === 'redis' ? { redisUrl } : {}),
    ...(twilioUrl === undefined ? {} : { env: { TWILIO_API_BASE_URL: twilioUrl } }),
  })
  const orgs = Array.from({ length: chatAccounts }, (_, index) => {
    const { number, ...account } = chatAccountOf(index)
    return {
      slug: `bench-${index}`,
      name: `Bench ${index}`,
      chatAccounts: [{ externalPhoneId: number, ...account }],
    }
  })
  const seeded = await stack.seed<{ orgs: { apiKey: string }[] }>({ orgs })
  const floor = await startFloor(postgres.url, { chatAccounts, announces: watchesCommits })
  const generator = startGenerator()
  const database = new pg.Client({ connectionString: postgres.url })
  await database.connect()
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return {
    queue,
    stack,
    apiKeys: seeded.orgs.map(({ apiKey }) => apiKey),
    floor,
    generator,
    databaseUrl: postgres.url,
    database,
    backendPid: rows[0]?.pid ?? 0,
    ...loading(stack.apiUrl, generator, database),
    stop: async () => {
      generator.stop()
      floor.stop()
      await database.end()
      await stack.stop()
      await postgres.remove()
    },
  }
}

async function noteCommits(postgres: PrivatePostgres): Promise<void> {
  const admin = new pg.Client({ connectionString: postgres.url })
  await admin.connect()
  await admin.query('ALTER SYSTEM SET track_commit_timestamp = on')
  await admin.end()
  await postgres.stop()
  await postgres.start()
}

/** An org's last event number says how many messages it has, without a look at each of them: nothing else happens meanwhile. */
const countEvents = 'SELECT coalesce(sum(last), 0) AS count FROM org_seq'
const countMessages = 'SELECT count(*) FROM message'

function loading(
  origin: string,
  generator: Generator,
  database: pg.Client,
): Pick<Scene, 'load' | 'requireExact'> {
  let acknowledged = 0
  const count = async (query: string) =>
    Number((await database.query<{ count: string }>(query)).rows[0]?.count)
  return {
    load: async (load) => {
      const before = await count(countEvents)
      const startedAt = performance.now()
      const result = await generator.run({ ...load, origin })
      const isShown = async () => (await count(countEvents)) - before >= result.acknowledged
      await waitFor(isShown, { timeoutMs: 120_000, everyMs: 10, what: 'every message in its inbox' })
      acknowledged += result.acknowledged
      return { ...result, shownSeconds: (performance.now() - startedAt) / 1000 }
    },
    requireExact: async () => {
      const shown = await count(countMessages)
      if (shown !== acknowledged)
        throw new Error(`${acknowledged} forms were acknowledged, ${shown} are messages`)
    },
  }
}
