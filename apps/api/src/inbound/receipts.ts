import type { PrismaClient } from '@cloudpa/db'
import { InjectQueue } from '@nestjs/bullmq'
import { Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bullmq'
import { InjectPrisma } from '../platform/database.js'
import { INGEST_JOB, INGEST_QUEUE, type IngestPayload } from './ingest.job.js'

/** A verified form, about to be stored. */
export interface NewReceipt {
  orgId: string
  chatAccountId: string
  messageSid: string
  form: string
}

interface Waiting {
  receipt: NewReceipt
  resolve: () => void
  reject: (error: unknown) => void
}

/** More rows in one INSERT would only make the first of them wait. */
const maxBatch = 500

/**
 * Stores receipts with group commit: forms that arrive while an INSERT is under way share the next one, and one job.
 * The busier the webhook, the fewer commits each form costs.
 */
@Injectable()
export class Receipts {
  private readonly logger = new Logger('receipts')
  private waiting: Waiting[] = []
  private writing = false

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    @InjectQueue(INGEST_QUEUE) private readonly queue: Queue<IngestPayload>,
  ) {}

  /** Resolves when the receipt is committed, or was before: then it may be acknowledged. Rejects when it is not stored. */
  accept(receipt: NewReceipt): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ receipt, resolve, reject })
      if (!this.writing) void this.writeAll()
    })
  }

  private async writeAll(): Promise<void> {
    this.writing = true
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, maxBatch)
      this.waiting = this.waiting.slice(maxBatch)
      await this.write(batch)
    }
    this.writing = false
  }

  private async write(batch: Waiting[]): Promise<void> {
    try {
      const positions = await this.insert(batch.map(({ receipt }) => receipt))
      for (const { resolve } of batch) resolve()
      this.wake(positions)
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error)
      // One row the database refuses must not cost the others theirs.
      for (const one of batch) await this.write([one])
    }
  }

  /** @returns the positions drawn, in the order of arrival; a form stored before draws none */
  private async insert(receipts: NewReceipt[]): Promise<number[]> {
    const rows = await this.prisma.$queryRaw<{ position: bigint }[]>`
      INSERT INTO receipt (org_id, chat_account_id, message_sid, form)
      SELECT org_id, chat_account_id, message_sid, form
      FROM unnest(
        ${receipts.map((r) => r.orgId)}::uuid[],
        ${receipts.map((r) => r.chatAccountId)}::uuid[],
        ${receipts.map((r) => r.messageSid)}::text[],
        ${receipts.map((r) => r.form)}::text[]
      ) WITH ORDINALITY AS new (org_id, chat_account_id, message_sid, form, arrival)
      ORDER BY arrival
      ON CONFLICT (chat_account_id, message_sid) DO NOTHING
      RETURNING position`
    return rows.map(({ position }) => Number(position))
  }

  /** Not awaited by the answer to Twilio: the commit is the promise, and the sweeper finds what was not woken. */
  private wake(positions: number[]): void {
    if (positions.length === 0) return
    this.queue
      .add(INGEST_JOB, { positions })
      .catch((error: unknown) =>
        this.logger.warn(`the queue did not take a job, the sweeper will: ${String(error)}`),
      )
  }
}
