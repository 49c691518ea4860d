interface Pending {
  dueAtMs: number
  run: () => void
  timer: NodeJS.Timeout
}

/** The simulator's own time: it can be moved forward, and what was waiting for that time then happens. */
export class Clock {
  #offsetMs = 0
  readonly #pending = new Set<Pending>()

  get offsetMs(): number {
    return this.#offsetMs
  }

  now(): number {
    return Date.now() + this.#offsetMs
  }

  /** Runs something `delayMs` from now, in this clock's time. */
  after(delayMs: number, run: () => void): void {
    this.#schedule(this.now() + delayMs, run)
  }

  /** Moves the time forward; timers keep the moment they were set for. */
  advance(byMs: number): void {
    this.restore(this.#offsetMs + byMs)
  }

  /** Sets the distance to real time, as a saved state or a reset asks for. */
  restore(offsetMs: number): void {
    this.#offsetMs = offsetMs
    const waiting = [...this.#pending]
    this.cancelAll()
    for (const { dueAtMs, run } of waiting) this.#schedule(dueAtMs, run)
  }

  cancelAll(): void {
    for (const pending of this.#pending) clearTimeout(pending.timer)
    this.#pending.clear()
  }

  #schedule(dueAtMs: number, run: () => void): void {
    const waitMs = Math.min(Math.max(0, dueAtMs - this.now()), 2_147_483_647)
    const pending: Pending = {
      dueAtMs,
      run,
      timer: setTimeout(() => {
        this.#pending.delete(pending)
        run()
      }, waitMs),
    }
    pending.timer.unref()
    this.#pending.add(pending)
  }
}
