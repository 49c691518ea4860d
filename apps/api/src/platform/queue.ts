import { createPool, type Pool } from '@cloudpa/db'
import { BullModule } from '@nestjs/bullmq'
import {
  Inject,
  Injectable,
  Logger,
  type DynamicModule,
  type OnApplicationShutdown,
  type Type,
} from '@nestjs/common'
import {
  PostgresConnection,
  PostgresQueueBackend,
  setDefaultBackendFactory,
  Worker,
  type BackendFactory,
  type PostgresConnectionOptions,
  type Processor,
  type WorkerOptions,
} from 'bullmq'
import type { Env } from '../env.js'
import { ENV } from './config.js'
import { requireDatabaseUrl, telling } from './database.js'
import { queueSchema } from './queue-schema.js'
import { SparingLog } from './sparing-log.js'
import { WakeUpQueue } from './wake-up-queue.js'

const QUEUE_POOL = Symbol('QUEUE_POOL')

/**
 * BullMQ on Postgres, or on Redis/Valkey when REDIS_URL is set: the same queues, jobs and workers either way.
 * The queue only delivers; losing it loses nothing, because the sweepers find undone rows in the database.
 */
export function queueModule(env: Env): DynamicModule {
  BullModule.queueClass = WakeUpQueue
  BullModule.workerClass = workerWith(workerOptions(env))
  if (env.REDIS_URL) {
    return BullModule.forRoot({
      connection: redisConnection(env.REDIS_URL),
      prefix: env.QUEUE_PREFIX,
      defaultJobOptions: jobOptions(env),
    })
  }
  setDefaultBackendFactory(createBackend)
  return BullModule.forRootAsync({
    extraProviders: [queuePoolProvider, QueuePoolCloser],
    inject: [QUEUE_POOL],
    useFactory: (pool: Pool) => ({
      // BullMQ's types know only Redis connections; the Postgres backend takes a pool here.
      connection: pool as never,
      defaultJobOptions: jobOptions(env),
    }),
  })
}

/**
 * BullMQ would look at its tables when it first connects, and if the database went away at that moment remember the
 * failure for good. They were looked at before the process began.
 */
class CheckedConnection extends PostgresConnection {
  override async waitUntilReady(): Promise<void> {}
}

/** As BullMQ's own, which names a worker's connection after its queue. */
const createBackend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (
  name,
  options,
  { withBlockingConnection } = {},
) => {
  const connection = new CheckedConnection(options.connection)
  return new PostgresQueueBackend(connection, name, options, true, withBlockingConnection ? name : undefined)
}

/**
 * The class of the product's workers. Nest makes them from decorators, which can't know the environment; how many jobs
 * one does at once is set by its processor at start.
 */
function workerWith(options: Omit<WorkerOptions, 'connection'>): Type<Worker> {
  return class WorkerWithVoice extends Worker {
    constructor(name: string, process: Processor, given: WorkerOptions) {
      super(name, process, { ...options, ...given })
      const log = new SparingLog(new Logger('queue'))
      this.on('error', (error) => log.warn(`the ${name} worker reports an error: ${error.message}`))
    }
  }
}

function redisConnection(url: string) {
  const { hostname, port, username, password, pathname, protocol } = new URL(url)
  return {
    host: hostname,
    port: Number(port || 6379),
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    db: Number(pathname.slice(1) || 0),
    tls: protocol === 'rediss:' ? {} : undefined,
    maxRetriesPerRequest: null,
    // A wire that broke in silence is replaced; a worker's longest wait for a job takes ten seconds.
    keepAlive: 10_000,
    socketTimeout: 30_000,
  }
}

function jobOptions(env: Env) {
  return {
    attempts: env.JOB_ATTEMPTS,
    backoff: { type: 'exponential', delay: env.JOB_BACKOFF_MS, jitter: 0.3 },
    removeOnComplete: true,
    // The rows say what is undone; a failed job is only a trace for the operator.
    removeOnFail: { age: 24 * 3600, count: 1000 },
  }
}

/**
 * What every worker of the product runs with.
 * A killed worker stalls its jobs; with BullMQ's default of one stall, two kills would fail a job for good.
 */
function workerOptions(env: Env): Omit<WorkerOptions, 'connection'> {
  return {
    lockDuration: env.JOB_LOCK_MS,
    stalledInterval: env.JOB_STALLED_CHECK_MS,
    maxStalledCount: 1000,
  }
}

/** The queue's statements take milliseconds, and a worker that waits for one takes no job. */
const queuePool = { poolSize: 10, timeoutMs: 10_000 }

/** BullMQ finds its tables by the search path of the pool it is given, and listens on one of its connections. */
function createQueuePool(env: Env): Pool {
  return createPool({
    url: requireDatabaseUrl(env),
    schema: queueSchema,
    ...queuePool,
    ...telling('queue'),
  })
}

const queuePoolProvider = { provide: QUEUE_POOL, inject: [ENV], useFactory: createQueuePool }

@Injectable()
class QueuePoolCloser implements OnApplicationShutdown {
  constructor(@Inject(QUEUE_POOL) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end()
  }
}
