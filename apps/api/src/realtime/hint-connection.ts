import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import pg from 'pg'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { requireDatabaseUrl } from '../platform/database.js'

const pingEveryMs = 5_000
/** A connection that does not answer for this long is taken as dead: a broken network often tells neither end. */
const answerWithinMs = 5_000
const firstRetryMs = 100
const longestRetryMs = 5_000

interface Watcher {
  /** Prepares a new connection before it counts as open. */
  onConnect?: (client: pg.Client) => Promise<unknown>
  /** Called when a connection is open; `afterLoss` unless it is the first and came at once. */
  onOpen?: (afterLoss: boolean) => void
}

/** The PostgreSQL connection over which this process hears and gives hints. It is replaced for as long as it takes. */
@Injectable()
export class HintConnection implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('hints')
  private readonly watchers: Watcher[] = []
  private client?: pg.Client
  private open = false
  private wasLost = false
  private stopped = false
  private retry?: NodeJS.Timeout
  private ping?: NodeJS.Timeout
  private retryMs = firstRetryMs

  constructor(@InjectEnv() private readonly env: Env) {}

  /** Whether the connection answered when it was last asked. */
  get isOpen(): boolean {
    return this.open
  }

  watch(watcher: Watcher): void {
    this.watchers.push(watcher)
  }

  /** @throws when there is no connection, or the statement failed */
  async query(text: string, values: unknown[]): Promise<void> {
    if (!this.client || !this.open) throw new Error('the connection for hints is down')
    await this.client.query(text, values)
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.connect()
  }

  onApplicationShutdown(): void {
    this.stopped = true
    clearTimeout(this.retry)
    if (this.client) this.drop(this.client)
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: requireDatabaseUrl(this.env),
      keepAlive: true,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
    })
    this.client = client
    client.on('error', (error) => this.lost(client, error))
    client.on('end', () => this.lost(client))
    try {
      await client.connect()
      for (const { onConnect } of this.watchers) await onConnect?.(client)
    } catch (error) {
      return this.lost(client, error)
    }
    if (this.client !== client) return
    this.opened(client)
  }

  private opened(client: pg.Client): void {
    this.open = true
    this.retryMs = firstRetryMs
    this.ping = setInterval(() => {
      client.query('SELECT 1').catch((error: unknown) => this.lost(client, error))
    }, pingEveryMs)
    for (const { onOpen } of this.watchers) onOpen?.(this.wasLost)
  }

  private lost(client: pg.Client, error?: unknown): void {
    if (this.client !== client) return
    this.drop(client)
    this.wasLost = true
    if (this.stopped) return
    if (error) this.logger.warn(`the hint connection is down, trying again: ${String(error)}`)
    this.retry = setTimeout(() => void this.connect(), this.retryMs)
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs)
  }

  /** Lets go of a connection without waiting for its goodbye, which a dead one never says. */
  private drop(client: pg.Client): void {
    this.client = undefined
    this.open = false
    clearInterval(this.ping)
    client.end().catch((error: unknown) => this.logger.debug(String(error)))
  }
}
