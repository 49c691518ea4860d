import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'
import { SparingLog } from './sparing-log.js'

/** What a process does again and again. It ends in order: a run under way is waited for, and told that the end has come. */
@Injectable()
export class Periodic implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly ending = new AbortController()
  private readonly repeated: Promise<void>[] = []

  constructor() {
    // Each of them listens while it pauses: as many as there are, and no leak.
    setMaxListeners(0, this.ending.signal)
  }

  /**
   * Runs a task again and again with a pause before each run. A failed run is logged, sparingly, and the next one comes as usual.
   * @param name for the log
   * @param task hears that the process ends; one that takes long looks at it in between
   * @param lanes how often it may be under way at once
   */
  repeat(name: string, pauseMs: number, task: (ending: AbortSignal) => Promise<void>, lanes = 1): void {
    const log = new SparingLog(new Logger(name))
    for (let lane = 0; lane < lanes; lane += 1) this.repeated.push(this.run(log, pauseMs, task))
  }

  onModuleDestroy(): void {
    this.ending.abort()
  }

  /** Before the pools close, which is in onApplicationShutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.repeated)
  }

  private async run(log: SparingLog, pauseMs: number, task: (ending: AbortSignal) => Promise<void>) {
    const { signal } = this.ending
    while (await sleep(pauseMs, true, { signal }).catch(() => false)) {
      try {
        await task(signal)
      } catch (error) {
        log.warn(`failed, retrying in ${pauseMs} ms: ${String(error)}`)
      }
    }
  }
}
