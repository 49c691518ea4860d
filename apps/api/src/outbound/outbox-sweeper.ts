import type { SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { Dispatcher } from './dispatcher.js'
import { findDue, type DueOfOrg } from './find-due.js'

/** Has delivered what no job did: the queue was lost or is away, or the process that should have come back died. */
@Injectable()
export class OutboxSweeper {
  /** Where the last look at each org ended, if it did not come to the end. */
  private after = new Map<string, string>()

  constructor(
    @InjectSystem() private readonly system: SystemClient,
    private readonly dispatcher: Dispatcher,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** Looks at a share of each org's conversations, and hands on those that are due. */
  async sweep(): Promise<void> {
    const full = this.dispatcher.full()
    const found = await findDue(this.system, this.env.SWEEP_AGE_MS, full, this.after)
    this.rememberPlaces(full, found)
    const most = Math.max(0, ...found.map(({ conversationIds }) => conversationIds.length))
    // In turns, so that no org's bulk fills what the dispatcher remembers of all.
    for (let turn = 0; turn < most; turn += 1) {
      for (const { orgId, conversationIds } of found) {
        const conversationId = conversationIds[turn]
        if (conversationId !== undefined) this.dispatcher.wake(orgId, conversationId)
      }
    }
  }

  private rememberPlaces(passedOver: string[], found: DueOfOrg[]): void {
    const places = [...passedOver.map((orgId) => ({ orgId, last: this.after.get(orgId) })), ...found]
    this.after = new Map(places.flatMap(({ orgId, last }) => (last ? [[orgId, last]] : [])))
  }
}
