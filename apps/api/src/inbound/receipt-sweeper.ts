import type { PrismaClient } from '@cloudpa/db'
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectPrisma } from '../platform/database.js'
import { repeat } from '../platform/periodic.js'
import { IngestService } from './ingest.service.js'

const batchSize = 200

/**
 * Ingests the receipts that no job did: the API died before it enqueued one, the queue was lost or is away, or a
 * receipt was set aside. It does not go through the queue, so that losing the queue only costs seconds.
 */
@Injectable()
export class ReceiptSweeper implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('receipt-sweeper')
  private stop?: () => Promise<void>
  private ended?: Promise<void> | undefined

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    @InjectEnv() private readonly env: Env,
    private readonly ingestion: IngestService,
  ) {}

  /** worker.ts starts it; nothing runs in the background by itself. */
  start(): void {
    this.stop = repeat('receipt-sweeper', this.env.SWEEP_INTERVAL_MS, () => this.sweep())
  }

  onModuleDestroy(): void {
    this.ended = this.stop?.()
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ended
  }

  private async sweep(): Promise<void> {
    let last = 0n
    while (!this.ended) {
      const due = await this.due(last)
      if (due.length === 0) return
      this.logger.log(`ingesting ${due.length} receipts that no job did`)
      await this.ingestion.ingest(due.map(({ position }) => Number(position)))
      last = due.at(-1)?.position ?? last
    }
  }

  private due(after: bigint): Promise<{ position: bigint }[]> {
    return this.prisma.$queryRaw<{ position: bigint }[]>`
      SELECT position FROM receipt
      WHERE done_at IS NULL AND position > ${after} AND next_attempt_at <= now()
        AND received_at < now() - ${this.env.SWEEP_AGE_MS} * interval '1 millisecond'
      ORDER BY position LIMIT ${batchSize}`
  }
}
