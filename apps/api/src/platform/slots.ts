import { AppError } from './app-error.js'

interface Limits {
  /** How many pieces of work of one org run at once; those of others go ahead meanwhile. */
  each: number
  /** How many of one org's wait. */
  longest: number
}

/** Lets so many pieces of work run at once. The others wait, in the order in which they came; orgs take turns. */
export class Slots {
  /** Who waits, by org: whose turn is next stands first. Where a slot is free, they are all of orgs that have their share. */
  private readonly lines = new Map<string, (() => void)[]>()
  private readonly taken = new Map<string, number>()

  constructor(
    private free: number,
    private readonly limits: Limits = { each: free, longest: Infinity },
  ) {}

  /** Slots of which one org alone can't take all, where there are more than one. */
  static betweenOrgs(count: number, longest: number): Slots {
    return new Slots(count, { each: Math.max(1, count - 1), longest })
  }

  /**
   * @param orgId whose work it is, where orgs take turns
   * @throws {AppError} too_many_ask where too many of the org's wait already
   */
  async run<T>(work: () => Promise<T>, orgId = ''): Promise<T> {
    if (this.free > 0 && this.mayTake(orgId)) this.take(orgId)
    else await this.wait(orgId)
    try {
      return await work()
    } finally {
      this.leave(orgId)
    }
  }

  private mayTake(orgId: string): boolean {
    return (this.taken.get(orgId) ?? 0) < this.limits.each
  }

  private take(orgId: string): void {
    this.free -= 1
    this.taken.set(orgId, (this.taken.get(orgId) ?? 0) + 1)
  }

  private wait(orgId: string): Promise<void> {
    const line = this.lines.get(orgId) ?? []
    if (line.length >= this.limits.longest) throw new AppError('too_many_ask')
    this.lines.set(orgId, line)
    return new Promise((enter) => line.push(enter))
  }

  private leave(orgId: string): void {
    this.free += 1
    const left = (this.taken.get(orgId) ?? 0) - 1
    if (left > 0) this.taken.set(orgId, left)
    else this.taken.delete(orgId)
    // Whoever waits gets this very slot, so that nobody who comes now is ahead of them.
    for (const [next, line] of this.lines) {
      if (!this.mayTake(next)) continue
      this.lines.delete(next)
      const enter = line.shift()
      if (line.length > 0) this.lines.set(next, line)
      this.take(next)
      enter?.()
      return
    }
  }
}
