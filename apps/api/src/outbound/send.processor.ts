import { Processor, WorkerHost } from '@nestjs/bullmq'
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common'
import { UnrecoverableError, type Job } from 'bullmq'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Dispatcher } from './dispatcher.js'
import { SEND_QUEUE, SendPayload } from './send.job.js'

/** The outbound worker. Its jobs only wake: one that waited for Twilio would keep other orgs' jobs waiting. */
@Injectable()
@Processor(SEND_QUEUE)
export class SendProcessor
  extends WorkerHost
  implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown
{
  constructor(
    private readonly dispatcher: Dispatcher,
    @InjectEnv() private readonly env: Env,
  ) {
    super()
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.env.SEND_CONCURRENCY
  }

  async process(job: Job): Promise<void> {
    const payload = SendPayload.safeParse(job.data)
    if (!payload.success) throw new UnrecoverableError(`not a send job: ${payload.error.message}`)
    this.dispatcher.wake(payload.data.orgId, payload.data.conversationId)
  }

  onModuleDestroy(): void {
    this.dispatcher.stop()
  }

  /** Before the pools close, which is in onApplicationShutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.worker.close(), this.dispatcher.drained()])
  }
}
