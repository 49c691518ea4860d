import { InjectQueue } from '@nestjs/bullmq'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import type { Queue } from 'bullmq'
import { Pacer } from '../platform/pacer.js'
import { SparingLog } from '../platform/sparing-log.js'
import { INGEST_JOB, INGEST_QUEUE, type IngestPayload } from './ingest.job.js'

/** A webhook event as the database gives it. */
export interface StoredEvent {
  position: string
  kind: 'message' | 'status'
}

/**
 * A job costs the database as much as storing eighty forms. Up to some 300 forms a second nearly each wakes the worker as
 * it comes; beyond that each job carries more, until there is one each 100 ms.
 */
const pace = { pausePerItemMs: 3, maxPauseMs: 100, maxWaiting: 20_000 }

/** Wakes the worker for stored events. The events are the promise: the sweeper finds what was not woken. */
@Injectable()
export class IngestAlarm implements OnApplicationShutdown {
  private readonly log = new SparingLog(new Logger('ingest-alarm'))
  private readonly pacer = new Pacer<StoredEvent>((stored) => this.enqueue(stored), pace)

  constructor(@InjectQueue(INGEST_QUEUE) private readonly queue: Queue<IngestPayload>) {}

  ring(stored: StoredEvent[]): void {
    const left = this.pacer.add(stored)
    if (left > 0) this.log.warn(`${left} stored events wait for the sweeper: the queue is slow to take jobs`)
  }

  /** The server is closed by now, and the queue not yet: its module is further from the root. */
  async onApplicationShutdown(): Promise<void> {
    await this.pacer.end()
  }

  private async enqueue(stored: StoredEvent[]): Promise<void> {
    const positions = positionsOf(stored, 'message')
    const statuses = positionsOf(stored, 'status')
    await this.queue
      .add(INGEST_JOB, { positions, statuses })
      .catch((error: unknown) =>
        this.log.warn(`the queue did not take a job, the sweeper will: ${String(error)}`),
      )
  }
}

function positionsOf(stored: StoredEvent[], kind: StoredEvent['kind']): number[] {
  return stored.filter((event) => event.kind === kind).map(({ position }) => Number(position))
}
