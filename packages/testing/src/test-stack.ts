import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '@cloudpa/local/install'
import { clearQueue } from './clear-queue.js'
import { entries } from '@cloudpa/local/entries'
import { findFreePort } from '@cloudpa/local/free-port'
import { startSeeder, type Seeder } from '@cloudpa/local/seed'
import { createTestDatabase } from './test-database.js'
import { TestProcess } from './test-process.js'
import { waitFor, waitForHttp } from '@cloudpa/local/wait-for'

export interface StackOptions {
  /** Goes to every process, over the stack's own choices. */
  env?: Record<string, string>
  /** Runs the queue on this Redis; on the one of the test run's unless told otherwise, if that runs on Redis. */
  redisUrl?: string
  /** Another database than one of the test run's own server. It must be migrated. */
  databaseUrl?: string
  /** Which processes run: the API and the worker unless told otherwise. */
  api?: boolean
  worker?: boolean
  web?: boolean
  simulator?: boolean
  /** Other files than the built ones for processes to begin with. */
  entries?: Partial<Pick<typeof entries, 'api' | 'worker'>>
}

export interface AddedWorker {
  /** Goes over what the stack's other processes got. */
  env?: Record<string, string>
  /** A module that Node imports before the worker begins, such as `clockAhead`. */
  preload?: string
}

/** Preloaded into a worker whose clock is to be ahead by CLOCK_AHEAD_MS. */
export const clockAhead = new URL('../bin/clock-ahead.mjs', import.meta.url).href

/** The real product, on ports and a database of its own. */
export interface Stack {
  apiUrl: string
  webUrl: string
  simulatorUrl: string
  databaseUrl: string
  /** The environment that every process got. */
  env: NodeJS.ProcessEnv
  processes: { api: TestProcess; worker: TestProcess; web: TestProcess; simulator: TestProcess }
  /** Starts one more worker beside the first; it is stopped with the stack. */
  addWorker(added?: AddedWorker): Promise<TestProcess>
  /** Runs the operators' `seed` command and returns what it printed. */
  seed<T = unknown>(content: object): Promise<T>
  /** Ends the processes and drops the database. */
  stop(): Promise<void>
}

/** What the worker says when it has begun; it opens no port that could be asked. */
const workerReady = /worker ready|working, queue on/

function queueEnvironment(redisUrl: string | undefined): NodeJS.ProcessEnv {
  if (!redisUrl) return {}
  return { REDIS_URL: redisUrl, QUEUE_PREFIX: `test-${randomBytes(6).toString('hex')}` }
}

async function describeEnvironment(options: StackOptions, databaseUrl: string, dataDir: string) {
  const [api, web, simulator] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const simulatorUrl = `http://127.0.0.1:${simulator}`
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    LOG_LEVEL: 'log',
    HOST: '127.0.0.1',
    PORT: String(api),
    WEB_PORT: String(web),
    SIMULATOR_PORT: String(simulator),
    DATA_DIR: dataDir,
    SIGN_UP: 'open',
    DATABASE_URL: databaseUrl,
    PUBLIC_BASE_URL: `http://127.0.0.1:${api}`,
    WEB_BASE_URL: `http://127.0.0.1:${web}`,
    ...(options.simulator ? { TWILIO_API_BASE_URL: simulatorUrl, SIMULATOR_URL: simulatorUrl } : {}),
    // Who tests it says when: looks that come by themselves would stand among what a test counts.
    TEMPLATE_SYNC_MS: '86400000',
    RECONCILE_EVERY_MS: '0',
    ...queueEnvironment(options.redisUrl ?? process.env.QUEUE_REDIS_URL),
    ...options.env,
  }
  return { env, apiUrl: `http://127.0.0.1:${api}`, webUrl: `http://127.0.0.1:${web}`, simulatorUrl }
}

type Addresses = Awaited<ReturnType<typeof describeEnvironment>>

function describeProcesses(addresses: Addresses, begin: typeof entries): Stack['processes'] {
  const { env, apiUrl, webUrl, simulatorUrl } = addresses
  const webEnv = { ...env, PORT: env.WEB_PORT, HOSTNAME: '127.0.0.1', API_ORIGIN: apiUrl }
  const make = (name: keyof typeof begin, address: string, processEnv = env, cwd = root) =>
    new TestProcess({ name, script: [begin[name]], cwd, env: processEnv }, (isGone) =>
      waitForHttp(address, isGone, 30_000),
    )
  return {
    api: make('api', `${apiUrl}/health/ready`),
    worker: describeWorker(begin.worker, env),
    web: make('web', `${webUrl}/sign-in`, webEnv, dirname(begin.web)),
    simulator: make('simulator', `${simulatorUrl}/health`),
  }
}

function describeWorker(entry: string, env: NodeJS.ProcessEnv, preload?: string): TestProcess {
  const script = [...(preload ? ['--import', preload] : []), entry]
  const worker: TestProcess = new TestProcess({ name: 'worker', script, cwd: root, env }, async (isGone) => {
    const isReady = async () => (await isGone()) ?? workerReady.test(worker.output())
    const reason = await waitFor(isReady, { timeoutMs: 30_000, what: 'the worker' })
    if (typeof reason === 'string') throw new Error(reason)
  })
  return worker
}

/**
 * Starts the product as it is built: real processes, a database of their own.
 * @throws with what a process printed, when it does not become ready
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const database = options.databaseUrl ? undefined : await createTestDatabase()
  const databaseUrl = options.databaseUrl ?? database?.url ?? ''
  const dataDir = fs.mkdtempSync(join(tmpdir(), 'cloudpa-stack-'))
  const addresses = await describeEnvironment(options, databaseUrl, dataDir)
  const begin = { ...entries, ...options.entries }
  const processes = describeProcesses(addresses, begin)
  const added: TestProcess[] = []
  const stop = async () => {
    await Promise.all([processes.web.stop(), processes.simulator.stop()])
    await Promise.all([processes.api, processes.worker, ...added].map((each) => each.stop()))
    await database?.drop()
    const { REDIS_URL, QUEUE_PREFIX } = addresses.env
    if (REDIS_URL && QUEUE_PREFIX) await clearQueue(REDIS_URL, QUEUE_PREFIX)
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
  const { api = true, worker = true, web = false, simulator = false } = options
  const wanted = Object.entries({ api, worker, web, simulator }).filter(([, isWanted]) => isWanted)
  try {
    await Promise.all(wanted.map(([name]) => processes[name as keyof typeof processes].start()))
  } catch (error) {
    await stop()
    throw error
  }
  const addWorker = async ({ env, preload }: AddedWorker = {}) => {
    const another = describeWorker(begin.worker, { ...addresses.env, ...env }, preload)
    added.push(another)
    await another.start()
    return another
  }
  return { ...addresses, databaseUrl, processes, addWorker, seed: seedInto(addresses.env), stop }
}

/** Serves all stacks of this process, begun with the first seed, and anew after one that failed. */
let seeder: Seeder | undefined

function seedInto(env: NodeJS.ProcessEnv): Stack['seed'] {
  return async <T>(content: object): Promise<T> => {
    const { PATH, HOME } = process.env
    seeder ??= startSeeder({ PATH, HOME, NODE_ENV: 'production' })
    const mine = seeder
    try {
      return (await mine.seed(content, env)) as T
    } catch (error) {
      if (seeder === mine) seeder = undefined
      throw error
    }
  }
}
