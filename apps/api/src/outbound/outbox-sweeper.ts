import { Injectable, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { repeat } from '../platform/periodic.js'
import { DeliverService, settleMsOf } from './deliver.service.js'
import { Outbox } from './outbox.js'

/** Delivers what no job did: the queue was lost or is away, or the process that should have come back died. */
@Injectable()
export class OutboxSweeper implements OnModuleDestroy, BeforeApplicationShutdown {
  private stop?: () => Promise<void>
  private ended?: Promise<void> | undefined

  constructor(
    private readonly outbox: Outbox,
    private readonly deliverer: DeliverService,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** worker.ts starts it; nothing runs in the background by itself. */
  start(): void {
    this.stop = repeat('outbox-sweeper', this.env.SWEEP_INTERVAL_MS, () => this.sweep())
  }

  onModuleDestroy(): void {
    this.ended = this.stop?.()
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ended
  }

  private async sweep(): Promise<void> {
    const due = await this.outbox.due(this.env.SWEEP_AGE_MS, settleMsOf(this.env))
    // A few at a time: each waits for Twilio, and one that hangs must not hold up every other tenant.
    const lanes = Array.from({ length: this.env.SEND_CONCURRENCY }, async () => {
      for (let next = due.shift(); next && !this.ended; next = due.shift()) {
        await this.deliverer.deliver(next.orgId, next.conversationId)
      }
    })
    await Promise.all(lanes)
  }
}
