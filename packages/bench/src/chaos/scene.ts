import {
  answersPing,
  clearQueue,
  clockAhead,
  startPrivatePostgres,
  startStack,
  startWire,
  type PrivatePostgres,
  type Stack,
  type Wire,
} from '@cloudpa/testing/kit'
import pg from 'pg'
import type { Journal } from './journal.js'
import type { QueueKind } from './options.js'
import { plantMistake, type PlantName } from './plants.js'
import { WatchedProcess } from './watched-process.js'

/**
 * Short, so that a run sees in seconds what production does in minutes. One order is kept: an open question is left
 * alone for longer than a call, a frozen process and a slow Twilio take together.
 */
const impatient = {
  JOB_LOCK_MS: '1500',
  JOB_STALLED_CHECK_MS: '700',
  JOB_BACKOFF_MS: '200',
  SWEEP_INTERVAL_MS: '500',
  SWEEP_AGE_MS: '500',
  SEND_SETTLE_MS: '6000',
  SEND_BACKOFF_MS: '100',
  SEND_ATTEMPTS: '10',
  TWILIO_TIMEOUT_MS: '1000',
  MEDIA_TIMEOUT_MS: '2000',
  MEDIA_SOUND_MS: '5000',
  MEDIA_BACKOFF_MS: '50',
  MEDIA_ATTEMPTS: '5',
}
const clockAheadMs = 30_000
const redisUrl = process.env.TEST_REDIS_URL || 'redis://127.0.0.1:6379'

/** The product on servers of its own, over wires that can be broken, and all that can be done to it. */
export interface Scene {
  stack: Stack
  postgres: PrivatePostgres
  api: WatchedProcess
  /** The clock of the second is half a minute ahead. */
  workers: [WatchedProcess, WatchedProcess]
  /** To PostgreSQL, and to Redis where the queue is there. */
  wires: Wire[]
  /** Empties the queue, as a Redis without a disk does when it is restarted. */
  loseQueue(): Promise<void>
  /** Locks a random conversation's row for a while, as an operator's forgotten transaction does. */
  lockConversation(forMs: number): Promise<void>
  stop(): Promise<void>
}

interface SceneOptions {
  queue: QueueKind
  plant: PlantName | undefined
  journal: Journal
}

/** @throws when there is no Redis to run the queue on */
export async function requireRedis(): Promise<void> {
  if (await answersPing(redisUrl)) return
  throw new Error(
    `No Redis answers at ${redisUrl}: set TEST_REDIS_URL, or leave Redis out with --queue postgres.`,
  )
}

/** Starts it all. */
export async function startScene({ queue, plant, journal }: SceneOptions): Promise<Scene> {
  const postgres = await startPrivatePostgres({ keepSafe: true })
  const planted = plant && (await plantMistake(plant, postgres.url))
  const wire = await startWire(postgres.url)
  const redisWire = queue === 'redis' ? await startWire(redisUrl) : undefined
  const stack = await startStack({
    databaseUrl: wire.url,
    simulator: true,
    env: impatient,
    ...(redisWire ? { redisUrl: redisWire.url } : {}),
    ...(planted ? { entries: planted.entries } : {}),
  })
  const second = await stack.addWorker({
    preload: clockAhead,
    env: { CLOCK_AHEAD_MS: String(clockAheadMs) },
  })
  const api = new WatchedProcess('the API', stack.processes.api, journal)
  const workers: Scene['workers'] = [
    new WatchedProcess('the first worker', stack.processes.worker, journal),
    new WatchedProcess('the second worker', second, journal),
  ]
  const wires = redisWire ? [wire, redisWire] : [wire]
  return {
    stack,
    postgres,
    api,
    workers,
    wires,
    loseQueue: () => loseQueue(postgres.url, redisWire && (stack.env.QUEUE_PREFIX ?? '')),
    lockConversation: (forMs) => lockConversation(postgres.url, forMs),
    stop: async () => {
      for (const each of [api, ...workers]) each.leave()
      await stack.stop()
      await Promise.all(wires.map((each) => each.stop()))
      await postgres.remove()
      planted?.remove()
    },
  }
}

/** Past the wire: what breaks the product must not break whoever breaks it. */
async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** @param prefix of the queue's keys, where it is on Redis */
async function loseQueue(databaseUrl: string, prefix: string | undefined): Promise<void> {
  if (prefix !== undefined) return clearQueue(redisUrl, prefix)
  await withClient(databaseUrl, (client) => client.query('TRUNCATE bullmq.job CASCADE'))
}

async function lockConversation(databaseUrl: string, forMs: number): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query('BEGIN; SELECT 1 FROM conversation ORDER BY random() LIMIT 1 FOR UPDATE')
    await client.query('SELECT pg_sleep($1)', [forMs / 1000])
    await client.query('ROLLBACK')
  })
}
