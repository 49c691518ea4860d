import type { MediaKey } from './media.job.js'

/** What one org may have waiting here. The rest waits in the database, where the sweeper finds it. */
const maxWaitingOfOrg = 200

/**
 * Shares a few slots among the orgs in turns. No org gets all of them, so one that sent a thousand pictures makes others
 * wait no longer than one picture takes.
 */
export class MediaLine {
  private readonly waiting = new Map<string, Set<string>>()
  private readonly running = new Map<string, Promise<void>>()
  private readonly runningOf = new Map<string, number>()
  private readonly ending = new AbortController()

  /**
   * @param work on one file; it fails for nothing that can be helped here
   * @param slots how many are worked on at once
   */
  constructor(
    private readonly work: (key: MediaKey, ending: AbortSignal) => Promise<void>,
    private readonly slots: number,
  ) {}

  /** Has a file looked after, if it is not yet. One that is not taken in for want of room is found again. */
  wake({ orgId, id }: MediaKey): void {
    if (this.ending.signal.aborted || this.running.has(id)) return
    const ofOrg = this.waiting.get(orgId) ?? new Set()
    if (ofOrg.size >= maxWaitingOfOrg) return
    this.waiting.set(orgId, ofOrg.add(id))
    this.begin()
  }

  /** Begins nothing more, and tells what runs that the process ends. */
  stop(): void {
    this.ending.abort()
    this.waiting.clear()
  }

  async drained(): Promise<void> {
    await Promise.all(this.running.values())
  }

  private begin(): void {
    while (this.running.size < this.slots) {
      const key = this.next()
      if (!key) return
      const done = this.work(key, this.ending.signal).finally(() => {
        this.running.delete(key.id)
        this.count(key.orgId, -1)
        this.begin()
      })
      this.running.set(key.id, done)
      this.count(key.orgId, 1)
    }
  }

  private count(orgId: string, more: number): void {
    const running = (this.runningOf.get(orgId) ?? 0) + more
    if (running > 0) this.runningOf.set(orgId, running)
    else this.runningOf.delete(orgId)
  }

  private next(): MediaKey | undefined {
    const each = Math.max(1, this.slots - 1)
    for (const [orgId, ids] of this.waiting) {
      const [id] = ids
      if (id === undefined || (this.runningOf.get(orgId) ?? 0) >= each) continue
      ids.delete(id)
      // Behind all others, if it has more.
      this.waiting.delete(orgId)
      if (ids.size > 0) this.waiting.set(orgId, ids)
      return { orgId, id }
    }
    return undefined
  }
}

/** Who waits to be listened to: in a line of its own, since that takes longer than all else together. */
export class SoundLine extends MediaLine {}
