import type { Pool } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { Batcher } from '../platform/batcher.js'
import { InjectWebhookPool } from '../platform/database.js'
import { IngestAlarm, type StoredEvent } from './ingest-alarm.js'
import { isItemsFault } from './set-aside.js'

/** A verified form, about to be stored. */
export interface NewWebhookEvent {
  orgId: string
  chatAccountId: string
  kind: 'message' | 'status'
  sid: string
  /** What a status callback reports, in our words. */
  status?: string
  /** Our message that a status callback is about, as its address says. */
  messageId?: string
  form: string
  /** When it came in, by performance.now(). */
  arrivedMs: number
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
  private readonly writer = new Batcher<NewWebhookEvent>((batch) => this.write(batch), {
    maxSize: maxBatch,
    maxWeight: maxBatchLength,
    weigh: ({ form }) => form.length,
    lanes: 1,
    isItemsFault,
  })

  constructor(
    @InjectWebhookPool() private readonly pool: Pool,
    private readonly alarm: IngestAlarm,
  ) {}

  /** Resolves when the event is committed, or was before: then it may be acknowledged. Rejects when it is not stored. */
  accept(event: NewWebhookEvent): Promise<void> {
    return this.writer.add(event)
  }

  private async write(events: NewWebhookEvent[]): Promise<void> {
    // The answer to Twilio waits for the commit alone.
    this.alarm.ring(await this.insert(events))
  }

  /** @returns what was stored, in the order of arrival; a form that was stored before is left out */
  private async insert(events: NewWebhookEvent[]): Promise<StoredEvent[]> {
    const nowMs = performance.now()
    const { rows } = await this.pool.query<StoredEvent>({
      name: 'insert webhook events',
      text: `
        WITH event AS (
          INSERT INTO webhook_event (org_id, chat_account_id, kind, sid, status, message_id, form, waited_ms)
          SELECT org_id, chat_account_id, kind::webhook_event_kind, sid, status, message_id, form, waited_ms
          FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[],
                      $8::int[])
            WITH ORDINALITY AS new (org_id, chat_account_id, kind, sid, status, message_id, form, waited_ms, arrival)
          ORDER BY arrival
          ON CONFLICT (org_id, chat_account_id, kind, sid, status) DO NOTHING
          RETURNING position, org_id, kind, received_at
        ), due AS (
          INSERT INTO webhook_due (position, org_id, kind, received_at) SELECT * FROM event
        )
        SELECT position, kind FROM event`,
      values: [
        events.map((event) => event.orgId),
        events.map((event) => event.chatAccountId),
        events.map((event) => event.kind),
        events.map((event) => event.sid),
        events.map((event) => event.status ?? ''),
        events.map((event) => event.messageId ?? null),
        events.map((event) => event.form),
        events.map((event) => Math.round(nowMs - event.arrivedMs)),
      ],
    })
    return rows
  }
}
