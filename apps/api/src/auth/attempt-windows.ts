const maxKeys = 50_000

/**
 * Counts attempts by key in windows of fixed length, in memory. Better-auth's own counter starts again only after a
 * whole window of silence, which locks out an office that signs in at a steady pace.
 */
export class AttemptWindows {
  private readonly windows = new Map<string, { endsAtMs: number; count: number }>()

  /** Counts one attempt and says whether it is within the limit, else after how many seconds to come back. */
  take(key: string, limit: { window: number; max: number }, nowMs = Date.now()) {
    const open = this.windows.get(key)
    if (!open || open.endsAtMs <= nowMs) {
      this.forgetOld(nowMs)
      this.windows.set(key, { endsAtMs: nowMs + limit.window * 1000, count: 1 })
      return { allowed: true, retryAfter: null }
    }
    if (open.count >= limit.max) {
      return { allowed: false, retryAfter: Math.ceil((open.endsAtMs - nowMs) / 1000) }
    }
    open.count += 1
    return { allowed: true, retryAfter: null }
  }

  private forgetOld(nowMs: number): void {
    if (this.windows.size < maxKeys) return
    for (const [key, { endsAtMs }] of this.windows) if (endsAtMs <= nowMs) this.windows.delete(key)
    // More addresses than fit within one window: starting over is better than running out of memory.
    if (this.windows.size >= maxKeys) this.windows.clear()
  }
}
