import { Processor, WorkerHost } from '@nestjs/bullmq'
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common'
import { UnrecoverableError, type Job } from 'bullmq'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { INGEST_QUEUE, IngestPayload } from './ingest.job.js'
import { IngestService } from './ingest.service.js'
import { MergeStatusService } from './merge-status.service.js'

/** The inbound worker. */
@Injectable()
@Processor(INGEST_QUEUE)
export class IngestProcessor extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly service: IngestService,
    private readonly statuses: MergeStatusService,
    @InjectEnv() private readonly env: Env,
  ) {
    super()
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.env.INGEST_CONCURRENCY
  }

  async process(job: Job): Promise<void> {
    const payload = IngestPayload.safeParse(job.data)
    if (!payload.success) throw new UnrecoverableError(`not an ingest job: ${payload.error.message}`)
    await this.service.ingest(payload.data.positions)
    await this.statuses.merge(payload.data.statuses)
  }

  /** Before the pools close, which is in onApplicationShutdown: lets the jobs in hand finish. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.close()
  }
}
