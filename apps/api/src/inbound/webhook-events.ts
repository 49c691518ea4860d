import type { Pool } from '@cloudpa/db'
import { InjectQueue } from '@nestjs/bullmq'
import { Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bullmq'
import { Batcher } from '../platform/batcher.js'
import { InjectWebhookPool } from '../platform/database.js'
import { SparingLog } from '../platform/sparing-log.js'
import { isTransient } from '../platform/transient.js'
import { INGEST_JOB, INGEST_QUEUE, type IngestPayload } from './ingest.job.js'

/** A verified form, about to be stored. */
export interface NewWebhookEvent {
  orgId: string
  chatAccountId: string
  sid: string
  form: string
}

/** More rows in one INSERT would only make the first of them wait. */
const maxBatch = 500
/** An INSERT is put together in memory as a whole; most forms take half a kilobyte. */
const maxBatchLength = 8_000_000

/**
 * Stores events with group commit: forms that arrive while an INSERT is under way share the next one. The busier the
 * webhook, the fewer commits each form costs.
 */
@Injectable()
export class WebhookEvents {
  private readonly queueLog = new SparingLog(new Logger('webhook-events'))
  private readonly writer = new Batcher<NewWebhookEvent>((batch) => this.write(batch), {
    maxSize: maxBatch,
    maxWeight: maxBatchLength,
    weigh: ({ form }) => form.length,
    lanes: 1,
    isItemsFault: (error) => !isTransient(error),
  })
  private readonly alarm = new Batcher<number>((positions) => this.enqueue(positions), {
    maxSize: maxBatch,
    lanes: 1,
  })

  constructor(
    @InjectWebhookPool() private readonly pool: Pool,
    @InjectQueue(INGEST_QUEUE) private readonly queue: Queue<IngestPayload>,
  ) {}

  /** Resolves when the event is committed, or was before: then it may be acknowledged. Rejects when it is not stored. */
  accept(event: NewWebhookEvent): Promise<void> {
    return this.writer.add(event)
  }

  private async write(events: NewWebhookEvent[]): Promise<void> {
    const positions = await this.insert(events)
    if (positions.length === 0) return
    // Not awaited by the answer to Twilio: the commit is the promise, and the sweeper finds what was not woken.
    this.alarm
      .add(...positions)
      .catch((error: unknown) =>
        this.queueLog.warn(`the queue did not take a job, the sweeper will: ${String(error)}`),
      )
  }

  private async enqueue(positions: number[]): Promise<void> {
    await this.queue.add(INGEST_JOB, { positions })
  }

  /** @returns the positions drawn, in the order of arrival; a form stored before draws none */
  private async insert(events: NewWebhookEvent[]): Promise<number[]> {
    const { rows } = await this.pool.query<{ position: string }>({
      name: 'insert webhook events',
      text: `
        INSERT INTO webhook_event (org_id, chat_account_id, kind, sid, form)
        SELECT org_id, chat_account_id, 'message', sid, form
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])
          WITH ORDINALITY AS new (org_id, chat_account_id, sid, form, arrival)
        ORDER BY arrival
        ON CONFLICT (org_id, chat_account_id, kind, sid) DO NOTHING
        RETURNING position`,
      values: [
        events.map((event) => event.orgId),
        events.map((event) => event.chatAccountId),
        events.map((event) => event.sid),
        events.map((event) => event.form),
      ],
    })
    return rows.map(({ position }) => Number(position))
  }
}
