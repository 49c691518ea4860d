import { Injectable, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { repeat } from '../platform/periodic.js'
import { Dispatcher } from './dispatcher.js'
import { Outbox } from './outbox.js'

/** Has delivered what no job did: the queue was lost or is away, or the process that should have come back died. */
@Injectable()
export class OutboxSweeper implements OnModuleDestroy, BeforeApplicationShutdown {
  private stop?: () => Promise<void>
  private ended?: Promise<void> | undefined

  constructor(
    private readonly outbox: Outbox,
    private readonly dispatcher: Dispatcher,
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
    const due = await this.outbox.due(this.env.SWEEP_AGE_MS, this.dispatcher.full())
    for (const { orgId, conversationId } of due) {
      this.dispatcher.wake(orgId, conversationId)
    }
  }
}
