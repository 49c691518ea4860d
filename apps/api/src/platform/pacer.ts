import { setTimeout as sleep } from 'node:timers/promises'

interface PacerOptions {
  /** How long each item of a run delays the next run. */
  pausePerItemMs: number
  /** The longest such delay. */
  maxPauseMs: number
  /** So many items wait at most. */
  maxWaiting: number
}

/**
 * Runs items together at a pace: what comes to an idle pacer runs at once, and what comes during the pause after a run
 * waits for its end. A run of few items makes a short pause, so little is put off while little comes; the more comes, the
 * fewer and the larger the runs become.
 */
export class Pacer<T> {
  private waiting: T[] = []
  private running: Promise<void> | undefined
  private readonly hurry = new AbortController()

  /** @param run must not reject */
  constructor(
    private readonly run: (items: T[]) => Promise<void>,
    private readonly options: PacerOptions,
  ) {}

  /** @returns how many of the items found no room any more */
  add(items: T[]): number {
    const room = Math.max(0, this.options.maxWaiting - this.waiting.length)
    this.waiting.push(...items.slice(0, room))
    if (this.waiting.length > 0) this.running ??= this.runAll()
    return Math.max(0, items.length - room)
  }

  /** Resolves when all that waits has run, without any pause from now on. */
  async end(): Promise<void> {
    this.hurry.abort()
    await this.running
  }

  private async runAll(): Promise<void> {
    const { pausePerItemMs, maxPauseMs } = this.options
    while (this.waiting.length > 0) {
      const items = this.waiting
      this.waiting = []
      const pauseMs = Math.min(maxPauseMs, items.length * pausePerItemMs)
      const pause = sleep(pauseMs, undefined, { signal: this.hurry.signal }).catch(() => undefined)
      await Promise.all([this.run(items), pause])
    }
    this.running = undefined
  }
}
