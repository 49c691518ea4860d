import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from '@cloudpa/db'
import { InjectQueue } from '@nestjs/bullmq'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import type { Queue } from 'bullmq'
import { InjectWebhookPool } from '../platform/database.js'
import { Pacer } from '../platform/pacer.js'
import { SparingLog } from '../platform/sparing-log.js'
import { HintConnection } from '../realtime/hint-connection.js'
import { giveIngestHint } from './ingest-hint.js'
import { INGEST_JOB, INGEST_QUEUE, type IngestPayload } from './ingest.job.js'

/** A webhook event as the database gives it. */
export interface StoredEvent {
  position: string
  kind: 'message' | 'status'
}

/**
 * To wake the worker costs the database as much as storing many forms. Up to some 300 forms a second nearly each wakes it
 * as it comes; beyond that more are named at once, until it is woken each 100 ms.
 */
const pace = { pausePerItemMs: 3, maxPauseMs: 100, maxWaiting: 20_000 }
/** So many are named in a hint, which is quick and goes to all workers; more go as a job, which one of them takes. */
const hintedAtMost = 30
/** Whoever gives a hint waits no longer than this for it to be out: all that is stored meanwhile waits behind it. */
const hintPatienceMs = 250
/** What a hint did not bring about by then gets a job. */
const hintWorksWithinMs = 500

/** Wakes the worker for stored events. The events are the promise: the sweeper finds what was not woken. */
@Injectable()
export class IngestAlarm implements OnApplicationShutdown {
  private readonly log = new SparingLog(new Logger('ingest-alarm'))
  private readonly pacer = new Pacer<StoredEvent>((stored) => this.wake(stored), pace)
  private readonly hinted = new Pacer<StoredEvent>((stored) => this.remind(stored), {
    ...pace,
    pausePerItemMs: 0,
  })
  private readonly ending = new AbortController()

  constructor(
    @InjectQueue(INGEST_QUEUE) private readonly queue: Queue<IngestPayload>,
    @InjectWebhookPool() private readonly pool: Pool,
    private readonly connection: HintConnection,
  ) {}

  ring(stored: StoredEvent[]): void {
    const left = this.pacer.add(stored)
    if (left > 0) this.log.warn(`${left} stored events wait for the sweeper: the queue is slow to take jobs`)
  }

  /** The server is closed by now, and the queue not yet: its module is further from the root. */
  async onApplicationShutdown(): Promise<void> {
    this.ending.abort()
    await this.pacer.end()
    await this.hinted.end()
  }

  private async wake(stored: StoredEvent[]): Promise<void> {
    const isHinted = stored.length <= hintedAtMost && !this.ending.signal.aborted && (await this.hint(stored))
    if (isHinted) this.hinted.add(stored)
    else await this.enqueue(stored)
  }

  /** @returns whether the hint is out; a connection that is silent gets no patience, since a job takes its place */
  private async hint(stored: StoredEvent[]): Promise<boolean> {
    try {
      const given = giveIngestHint(this.connection, payloadOf(stored)).then(() => true)
      // What fails later than anybody waits for it has its job already.
      given.catch(() => undefined)
      const isGiven = await Promise.race([given, sleep(hintPatienceMs, false, { ref: false })])
      if (!isGiven) this.log.warn('a hint took too long, queueing a job instead')
      return isGiven
    } catch (error) {
      this.log.warn(`could not send a hint, queueing a job instead: ${String(error)}`)
      return false
    }
  }

  /** A hint may find no worker, or one that is busy: what is not done a while later gets a job. */
  private async remind(stored: StoredEvent[]): Promise<void> {
    await sleep(hintWorksWithinMs, undefined, { signal: this.ending.signal }).catch(() => undefined)
    const due = this.ending.signal.aborted ? stored : await this.stillDue(stored)
    if (due.length > 0) await this.enqueue(due)
  }

  private async stillDue(stored: StoredEvent[]): Promise<StoredEvent[]> {
    try {
      const { rows } = await this.pool.query<StoredEvent>({
        name: 'find due webhook events',
        text: `
          SELECT due.position, due.kind FROM unnest($1::bigint[]) AS stored (position), LATERAL (
            SELECT * FROM webhook_due WHERE position = stored.position LIMIT 1
          ) AS due
          WHERE next_attempt_at IS NULL`,
        values: [stored.map(({ position }) => position)],
      })
      return rows
    } catch (error) {
      this.log.warn(`could not tell what is still due, queueing all of it: ${String(error)}`)
      return stored
    }
  }

  private async enqueue(stored: StoredEvent[]): Promise<void> {
    await this.queue
      .add(INGEST_JOB, payloadOf(stored))
      .catch((error: unknown) =>
        this.log.warn(`the queue did not take a job, the sweeper will: ${String(error)}`),
      )
  }
}

function payloadOf(stored: StoredEvent[]): IngestPayload {
  return { positions: positionsOf(stored, 'message'), statuses: positionsOf(stored, 'status') }
}

function positionsOf(stored: StoredEvent[], kind: StoredEvent['kind']): number[] {
  return stored.filter((event) => event.kind === kind).map(({ position }) => Number(position))
}
