import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from './config.js'
import { repeat } from './periodic.js'

/** Rows in one statement: it holds their locks for some milliseconds, and writes little at once. */
const maxStep = 1_000
/** Pruning can wait, so it looks less often than the sweepers. */
const sweepsBetween = 10

/** Something that is kept for a time only. */
export interface Prunable {
  /** For the log. */
  what: string
  /** @returns how many of the oldest rows it removed, at most `limit` */
  removeSome: (limit: number) => Promise<number>
}

/** Removes what is older than it is kept for, in small steps. */
@Injectable()
export class Pruner implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('pruner')
  private stop?: () => Promise<void>
  private ended?: Promise<void> | undefined

  constructor(@InjectEnv() private readonly env: Env) {}

  /** worker.ts starts it; nothing runs in the background by itself. */
  start(prunables: Prunable[]): void {
    this.stop = repeat('pruner', this.env.SWEEP_INTERVAL_MS * sweepsBetween, async () => {
      for (const prunable of prunables) await this.prune(prunable)
    })
  }

  onModuleDestroy(): void {
    this.ended = this.stop?.()
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ended
  }

  private async prune({ what, removeSome }: Prunable): Promise<void> {
    let removed = 0
    for (let step = maxStep; step === maxStep && !this.ended; removed += step)
      step = await removeSome(maxStep)
    if (removed > 0) this.logger.log(`removed ${removed} ${what} that were kept long enough`)
  }
}
