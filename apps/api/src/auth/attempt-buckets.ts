const maxKeys = 50_000

/** How many attempts may come at once, and after how long each of them is forgotten. */
export interface Pace {
  burst: number
  everyMs: number
}

/**
 * Counts attempts by key, in memory: token buckets, each kept as the moment at which it is full again. Better-auth's own
 * counter starts again only after a whole window of silence, which locks out an office that signs in at a steady pace.
 */
export class AttemptBuckets {
  private readonly fullAtMs = new Map<string, number>()

  /** Counts one attempt if it is within the pace. @returns 0 then, else after how many seconds to come back */
  take(key: string, { burst, everyMs }: Pace, nowMs = Date.now()): number {
    const fullAtMs = Math.max(this.fullAtMs.get(key) ?? 0, nowMs) + everyMs
    const waitMs = fullAtMs - nowMs - burst * everyMs
    if (waitMs > 0) return Math.ceil(waitMs / 1000)
    // Written anew, so that the first key is the one that has been quiet for longest: it goes when there are too many.
    this.fullAtMs.delete(key)
    const [quietest] = this.fullAtMs.keys()
    if (this.fullAtMs.size >= maxKeys && quietest !== undefined) this.fullAtMs.delete(quietest)
    this.fullAtMs.set(key, fullAtMs)
    return 0
  }

  /** Takes an attempt back that turned out to be none. */
  giveBack(key: string, { everyMs }: Pace): void {
    const fullAtMs = this.fullAtMs.get(key)
    if (fullAtMs !== undefined) this.fullAtMs.set(key, fullAtMs - everyMs)
  }
}
