import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq'
import { Injectable, Logger, type BeforeApplicationShutdown, type Type } from '@nestjs/common'
import { UnrecoverableError, type Job } from 'bullmq'
import type { Env } from '../env.js'
import { workerOptions } from '../platform/queue.js'
import { INGEST_QUEUE, IngestPayload } from './ingest.job.js'
import { IngestService } from './ingest.service.js'

/** The inbound worker. Made by a function because its concurrency comes from the environment. */
export function ingestProcessor(env: Env): Type<WorkerHost> {
  @Injectable()
  @Processor(INGEST_QUEUE, workerOptions(env, env.INGEST_CONCURRENCY))
  class IngestProcessor extends WorkerHost implements BeforeApplicationShutdown {
    private readonly logger = new Logger('ingest-worker')

    constructor(private readonly service: IngestService) {
      super()
    }

    async process(job: Job): Promise<void> {
      const payload = IngestPayload.safeParse(job.data)
      if (!payload.success) throw new UnrecoverableError(`not an ingest job: ${payload.error.message}`)
      await this.service.ingest(payload.data.positions)
      if (job.stalledCounter > 0 || job.attemptsMade > 0)
        await this.service.announceDone(payload.data.positions)
    }

    @OnWorkerEvent('error')
    onError(error: Error): void {
      this.logger.warn(`the queue is in trouble: ${error.message}`)
    }

    /** Before the pools close, which is in onApplicationShutdown: lets the jobs in hand finish. */
    async beforeApplicationShutdown(): Promise<void> {
      await this.worker.close()
    }
  }
  return IngestProcessor
}
