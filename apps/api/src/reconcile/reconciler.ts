import type { SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { CatchUpService } from './catch-up.service.js'
import { findDueNumbers, makeAllDue } from './find-numbers.js'

/** Numbers that are compared at the same time: one whose Twilio is slow delays few others. */
export const reconcileLanes = 2

/** Has numbers compared whose turn it is, one after another. */
@Injectable()
export class Reconciler {
  private begun: Promise<void> | undefined

  constructor(
    @InjectSystem() private readonly system: SystemClient,
    private readonly catchUp: CatchUpService,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** Compares what is due. The first call of a process has every number compared, whatever its database says of when. */
  reconcile(ending: AbortSignal): Promise<void> {
    return this.compareDue(ending, true)
  }

  /** The same of numbers that were compared before: however long others' histories take, these have a lane of their own. */
  reconcileKnown(ending: AbortSignal): Promise<void> {
    return this.compareDue(ending, false)
  }

  private async compareDue(ending: AbortSignal, withHistory: boolean): Promise<void> {
    const isRegular = this.env.RECONCILE_EVERY_MS > 0
    if (isRegular) await this.begin()
    for (const number of await findDueNumbers(this.system, isRegular, withHistory)) {
      if (ending.aborted) return
      await this.catchUp.run(number, { ending })
    }
  }

  private async begin(): Promise<void> {
    try {
      await (this.begun ??= makeAllDue(this.system))
    } catch (error) {
      this.begun = undefined
      throw error
    }
  }
}
