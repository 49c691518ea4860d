import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq'
import { Injectable, Logger, type BeforeApplicationShutdown, type Type } from '@nestjs/common'
import { UnrecoverableError, type Job, type Queue } from 'bullmq'
import type { Env } from '../env.js'
import { workerOptions } from '../platform/queue.js'
import { DeliverService } from './deliver.service.js'
import { SEND_JOB, SEND_QUEUE, SendPayload } from './send.job.js'

/** The outbound worker. Made by a function because its concurrency comes from the environment. */
export function sendProcessor(env: Env): Type<WorkerHost> {
  @Injectable()
  @Processor(SEND_QUEUE, workerOptions(env, env.SEND_CONCURRENCY))
  class SendProcessor extends WorkerHost implements BeforeApplicationShutdown {
    private readonly logger = new Logger('send-worker')

    constructor(
      private readonly service: DeliverService,
      @InjectQueue(SEND_QUEUE) private readonly queue: Queue<SendPayload>,
    ) {
      super()
    }

    async process(job: Job): Promise<void> {
      const payload = SendPayload.safeParse(job.data)
      if (!payload.success) throw new UnrecoverableError(`not a send job: ${payload.error.message}`)
      const { orgId, conversationId } = payload.data
      const delay = await this.service.deliver(orgId, conversationId)
      if (delay !== undefined) await this.queue.add(SEND_JOB, payload.data, { delay })
    }

    @OnWorkerEvent('error')
    onError(error: Error): void {
      this.logger.warn(`the queue is in trouble: ${error.message}`)
    }

    async beforeApplicationShutdown(): Promise<void> {
      await this.worker.close()
    }
  }
  return SendProcessor
}
