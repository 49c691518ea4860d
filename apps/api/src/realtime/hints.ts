import { setTimeout as sleep } from 'node:timers/promises'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { Batcher } from '../platform/batcher.js'
import { type Hint, HintPayload, payloadsOf } from './hint.js'
import { HintConnection } from './hint-connection.js'
import { OrgChanges } from './org-changes.js'

const channel = 'cloudpa_hints'
/** Whoever gives a hint waits no longer than this for it to be out; it is repeated without them. */
const patienceMs = 1_000
const firstRetryMs = 100
const longestRetryMs = 5_000
/** What is kept for an org while hints can't be given, so that a thousand orgs take some megabytes. */
const maxKeptOfOrg = 50

/** Tells every process of the product that something changed. A late hint costs time, never truth. */
@Injectable()
export class HintPublisher implements OnApplicationShutdown {
  private readonly logger = new Logger('hints')
  private readonly batcher = new Batcher<Hint[]>((batch) => this.send(batch.flat()), {
    maxSize: 100,
    lanes: 1,
  })
  private readonly kept = new Map<string, OrgChanges>()
  private retry?: NodeJS.Timeout
  private retryMs = firstRetryMs

  constructor(private readonly connection: HintConnection) {
    connection.watch({ onOpen: () => void this.repeat() })
  }

  /**
   * Resolves when the hints are out, or are kept to be repeated. It never throws and waits for a moment at most: what
   * the hints are about is committed already.
   */
  async publish(...hints: Hint[]): Promise<void> {
    if (hints.length === 0) return
    if (this.kept.size > 0) return this.keep(hints)
    await Promise.race([this.batcher.add(hints), sleep(patienceMs, undefined, { ref: false })])
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
      this.logger.warn(`hints are kept to be given again: ${String(error)}`)
      this.keep(hints)
      clearTimeout(this.retry)
      this.retry = setTimeout(() => void this.repeat(), this.retryMs)
      this.retryMs = Math.min(this.retryMs * 2, longestRetryMs)
    }
  }

  private keep(hints: Hint[]): void {
    for (const hint of hints) {
      const changes = this.kept.get(hint.orgId) ?? new OrgChanges(hint.orgId, maxKeptOfOrg)
      changes.add(hint)
      this.kept.set(hint.orgId, changes)
    }
  }

  private async repeat(): Promise<void> {
    const hints = [...this.kept.values()].flatMap((changes) => changes.toHints())
    this.kept.clear()
    if (hints.length > 0) await this.batcher.add(hints)
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
        client.on('notification', ({ payload }) => this.hear(payload ?? ''))
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
    if (!hint.success) return this.logger.warn('a hint of an unknown kind was left alone')
    for (const handler of this.handlers) handler(hint.data)
  }
}
