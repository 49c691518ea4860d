import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import type { PrismaClient } from '@cloudpa/db'
import pg from 'pg'
import { z } from 'zod'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectPrisma, requireDatabaseUrl } from '../platform/database.js'

/** What changed, in ids only; whoever hears it loads the truth from the database. */
export const Hint = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('messages'),
    orgId: z.string(),
    /** [conversation id, message id] pairs. */
    changed: z.array(z.tuple([z.string(), z.string()])),
  }),
  z.object({ kind: z.literal('conversation'), orgId: z.string(), conversationId: z.string() }),
  z.object({ kind: z.literal('chat-accounts'), orgId: z.string() }),
])
export type Hint = z.infer<typeof Hint>

const HintPayload = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch (error) {
      context.addIssue(String(error))
      return z.NEVER
    }
  })
  .pipe(Hint)

const CHANNEL = 'cloudpa_hints'
/** NOTIFY carries at most 8,000 bytes; a pair of ids takes about 80. */
const pairsPerHint = 80

/** Tells every process of the product that something changed. A lost hint costs time, never truth. */
@Injectable()
export class HintPublisher {
  private readonly logger = new Logger('hints')

  constructor(@InjectPrisma() private readonly prisma: PrismaClient) {}

  /** Never throws: what the hint is about is committed already, and screens load it when they reconnect. */
  async publish(...hints: Hint[]): Promise<void> {
    const payloads = hints.flatMap(split).map((hint) => JSON.stringify(hint))
    if (payloads.length === 0) return
    try {
      await this.prisma
        .$queryRaw`SELECT count(pg_notify(${CHANNEL}, payload)) FROM unnest(${payloads}::text[]) AS payload`
    } catch (error) {
      this.logger.warn(`a hint was lost: ${String(error)}`)
    }
  }
}

function split(hint: Hint): Hint[] {
  if (hint.kind !== 'messages' || hint.changed.length <= pairsPerHint) return [hint]
  const parts: Hint[] = []
  for (let at = 0; at < hint.changed.length; at += pairsPerHint) {
    parts.push({ ...hint, changed: hint.changed.slice(at, at + pairsPerHint) })
  }
  return parts
}

type HintHandler = (hint: Hint) => void

/** Hears the hints of all processes over one PostgreSQL connection, and reconnects for as long as it takes. */
@Injectable()
export class HintListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('hints')
  private readonly handlers: HintHandler[] = []
  private readonly reconnectHandlers: (() => void)[] = []
  private client?: pg.Client
  private retry?: NodeJS.Timeout
  private stopped = false
  private delayMs = 100

  constructor(@InjectEnv() private readonly env: Env) {}

  /** Whether hints arrive right now; while they don't, nothing may be cached that a hint would have dropped. */
  get connected(): boolean {
    return this.client !== undefined
  }

  onHint(handler: HintHandler): void {
    this.handlers.push(handler)
  }

  /** Called after the connection was lost and is back: hints may have passed meanwhile. */
  onReconnect(handler: () => void): void {
    this.reconnectHandlers.push(handler)
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.connect()
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true
    clearTimeout(this.retry)
    await this.client?.end()
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: requireDatabaseUrl(this.env), keepAlive: true })
    client.on('error', (error) => this.lost(client, error))
    client.on('end', () => this.lost(client))
    client.on('notification', ({ payload }) => this.hear(payload ?? ''))
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
      this.client = client
      this.delayMs = 100
    } catch (error) {
      this.lost(client, error)
    }
  }

  private lost(client: pg.Client, error?: unknown): void {
    if (this.client === client) this.client = undefined
    if (this.stopped || this.retry) return
    if (error) this.logger.warn(`the hint connection is down, trying again: ${String(error)}`)
    client.removeAllListeners()
    // A dying client may still emit an error; without a listener that would end the process.
    client.on('error', () => undefined)
    this.retry = setTimeout(() => void this.reconnect(), this.delayMs)
    this.delayMs = Math.min(this.delayMs * 2, 5_000)
  }

  private async reconnect(): Promise<void> {
    this.retry = undefined
    await this.connect()
    if (this.client) for (const handler of this.reconnectHandlers) handler()
  }

  private hear(payload: string): void {
    const hint = HintPayload.safeParse(payload)
    if (!hint.success) return this.logger.warn('a hint of an unknown kind was left alone')
    for (const handler of this.handlers) handler(hint.data)
  }
}
