import { setTimeout as sleep } from 'node:timers/promises'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { Batcher } from '../platform/batcher.js'
import { type Hint, HintPayload, payloadsOf } from './hint.js'
import { HintConnection } from './hint-connection.js'

const channel = 'cloudpa_hints'
/** Whoever gives a hint waits no longer than this for it to be out; it is repeated without them. */
const patienceMs = 1_000
const firstRetryMs = 100
const longestRetryMs = 5_000

/** Wakes every process of the product. A late hint costs time, never truth. */
@Injectable()
export class HintPublisher implements OnApplicationShutdown {
  private readonly logger = new Logger('hints')
  private readonly batcher = new Batcher<Hint>((hints) => this.send(hints), { maxSize: 1_000, lanes: 1 })
  /** What could not be given yet, by kind: each org once, however often it changes. */
  private readonly kept = new Map<Hint['kind'], Set<string>>()
  private retry?: NodeJS.Timeout
  private retryMs = firstRetryMs

  constructor(private readonly connection: HintConnection) {
    connection.watch({ onOpen: () => void this.repeat() })
  }

  /**
   * Resolves when the hint is out, or is kept to be repeated. It never throws and waits for a moment at most: what it is
   * about is committed already.
   */
  async publish(kind: Hint['kind'], orgIds: string[]): Promise<void> {
    if (orgIds.length === 0) return
    const hint = { kind, orgIds }
    if (this.kept.size > 0) return this.keep([hint])
    await Promise.race([this.batcher.add(hint), sleep(patienceMs, undefined, { ref: false })])
  }

  onApplicationShutdown(): void {
    clearTimeout(this.retry)
  }

  private async send(hints: Hint[]): Promise<void> {
    try {
      const payloads = payloadsOf(hints)
      await this.connection.query('SELECT count(pg_notify($1, payload)) FROM unnest($2::text[]) AS payload', [
        channel,
        payloads,
      ])
      this.retryMs = firstRetryMs
    } catch (error) {
      this.logger.warn(`could not send hints, will retry: ${String(error)}`)
      this.keep(hints)
      clearTimeout(this.retry)
      this.retry = setTimeout(() => void this.repeat(), this.retryMs)
      this.retryMs = Math.min(this.retryMs * 2, longestRetryMs)
    }
  }

  private keep(hints: Hint[]): void {
    for (const { kind, orgIds } of hints) {
      this.kept.set(kind, new Set([...(this.kept.get(kind) ?? []), ...orgIds]))
    }
  }

  private async repeat(): Promise<void> {
    const hints = [...this.kept].map(([kind, orgIds]): Hint => ({ kind, orgIds: [...orgIds] }))
    this.kept.clear()
    if (hints.length > 0) await this.batcher.add(...hints)
  }
}

type HintHandler = (hint: Hint) => void

/** Hears the hints of all processes. */
@Injectable()
export class HintListener {
  private readonly logger = new Logger('hints')
  private readonly handlers: HintHandler[] = []

  constructor(private readonly connection: HintConnection) {
    connection.watch({
      onConnect: (client) => {
        client.on('notification', ({ channel: of, payload }) => {
          if (of === channel) this.hear(payload ?? '')
        })
        return client.query(`LISTEN ${channel}`)
      },
    })
  }

  /** Whether hints arrive right now; while they don't, nothing may be cached that a hint would have dropped. */
  get connected(): boolean {
    return this.connection.isOpen
  }

  onHint(handler: HintHandler): void {
    this.handlers.push(handler)
  }

  /** Called after the connection was lost and is back: hints may have passed meanwhile. */
  onReconnect(handler: () => void): void {
    this.connection.watch({
      onOpen: (afterLoss) => {
        if (afterLoss) handler()
      },
    })
  }

  private hear(payload: string): void {
    const hint = HintPayload.safeParse(payload)
    if (!hint.success) return this.logger.warn('ignored a hint of an unknown kind')
    for (const handler of this.handlers) handler(hint.data)
  }
}
