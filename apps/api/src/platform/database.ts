import {
  createDoor,
  createPool,
  createSystem,
  type Door,
  type Pool,
  type PoolOptions,
  type SystemClient,
} from '@cloudpa/db'
import { Inject, Injectable, Logger, type OnApplicationShutdown, type Provider } from '@nestjs/common'
import type { Env } from '../env.js'
import { ENV } from './config.js'
import { StartError } from './process.js'
import { SparingLog } from './sparing-log.js'

/** The way to an org's rows: `@InjectDoor() private readonly door: Door`, then `door.forOrg(orgId, (tx) => …)`. */
export const DOOR = Symbol('DOOR')
export const InjectDoor = () => Inject(DOOR)

/** Sees the rows of every org; only where lint allows it: `@InjectSystem() private readonly system: SystemClient`. */
export const SYSTEM = Symbol('SYSTEM')
export const InjectSystem = () => Inject(SYSTEM)

/** @throws when no database is configured; the npm commands bring one of their own. */
export function requireDatabaseUrl(env: Env): string {
  if (env.DATABASE_URL) return env.DATABASE_URL
  throw new StartError(
    'DATABASE_URL is not set. Start with `npm run …`, which brings a PostgreSQL, or name a server.',
  )
}

/** The address for what acts for one org. */
function appDatabaseUrl(env: Env): string {
  return env.APP_DATABASE_URL ?? requireDatabaseUrl(env)
}

export const doorProvider: Provider = {
  provide: DOOR,
  inject: [ENV],
  useFactory: (env: Env) =>
    createDoor({ url: appDatabaseUrl(env), poolSize: env.DATABASE_POOL, ...telling('database') }),
}

export const systemProvider: Provider = {
  provide: SYSTEM,
  inject: [ENV],
  useFactory: (env: Env) =>
    createSystem({
      url: requireDatabaseUrl(env),
      poolSize: Math.ceil(env.DATABASE_POOL / 2),
      ...telling('system database'),
    }),
}

/** The connections on which webhooks alone look up and store, so that no read of a screen is ahead of them. */
export const WEBHOOK_POOL = Symbol('WEBHOOK_POOL')
export const InjectWebhookPool = () => Inject(WEBHOOK_POOL)

/** Look-ups and inserts are gathered, so each keeps one connection busy; Twilio waits 15 s for an answer. */
const webhookPool = { poolSize: 3, timeoutMs: 5_000, lockTimeoutMs: 500 }

export const webhookPoolProvider: Provider = {
  provide: WEBHOOK_POOL,
  inject: [ENV],
  useFactory: (env: Env) =>
    createPool({ url: requireDatabaseUrl(env), ...webhookPool, ...telling('webhook') }),
}

/** Says of a pool's lost connections, in the log of that name. */
export function telling(name: string): Pick<PoolOptions, 'onConnectionLost'> {
  const log = new SparingLog(new Logger(name))
  return { onConnectionLost: (error) => log.warn(`lost a connection: ${error.message}`) }
}

/** Closes the connections last, when nothing can ask for them any more. */
@Injectable()
export class DatabaseCloser implements OnApplicationShutdown {
  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectSystem() private readonly system: SystemClient,
    @InjectWebhookPool() private readonly webhookPool: Pool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.door.close(), this.system.$disconnect(), this.webhookPool.end()])
  }
}
