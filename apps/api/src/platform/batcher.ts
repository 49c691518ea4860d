/** Items that were added together: their promise settles when the last of them has run. */
interface Group {
  left: number
  failure?: { error: unknown }
  resolve: () => void
  reject: (error: unknown) => void
}

interface Waiting<T> {
  item: T
  group: Group
}

interface BatcherOptions<T> {
  maxSize: number
  /** How much the items of a batch may weigh together. One that is heavier runs alone. */
  maxWeight?: number
  weigh?: (item: T) => number
  /** How many batches may run at once. */
  lanes: number
  /** Whether an error may be about some item of the batch alone, so that without it the others succeed. */
  isItemsFault?: (error: unknown) => boolean
}

/**
 * Runs items together, as group commit does: what is added while a batch runs goes into the next one. An idle batcher
 * runs an item at once; the busier it is, the less each item costs. A batch that fails for an item is halved until the
 * item stands alone, so that one bad item among n costs its neighbours about 2 log₂ n runs.
 */
export class Batcher<T> {
  private waiting: Waiting<T>[] = []
  private running = 0

  constructor(
    private readonly run: (items: T[]) => Promise<void>,
    private readonly options: BatcherOptions<T>,
  ) {}

  /**
   * Resolves when all the items have run, in as many batches as they need, and rejects when one of them failed.
   * The order is kept within a lane.
   */
  add(...items: T[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (items.length === 0) return resolve()
      const group = { left: items.length, resolve, reject }
      for (const item of items) this.waiting.push({ item, group })
      while (this.running < this.options.lanes && this.waiting.length > 0) void this.runAll()
    })
  }

  private async runAll(): Promise<void> {
    this.running += 1
    while (this.waiting.length > 0) await this.runBatch(this.waiting.splice(0, this.nextSize()))
    this.running -= 1
  }

  /** How many of those that wait go into the next batch, at least one. */
  private nextSize(): number {
    const { maxSize, maxWeight = Infinity, weigh = () => 0 } = this.options
    const candidates = this.waiting.slice(0, maxSize)
    let weight = 0
    const tooMuch = candidates.findIndex(
      ({ item }, index) => (weight += weigh(item)) > maxWeight && index > 0,
    )
    return tooMuch === -1 ? candidates.length : tooMuch
  }

  private async runBatch(batch: Waiting<T>[]): Promise<void> {
    try {
      await this.run(batch.map(({ item }) => item))
    } catch (error) {
      if (batch.length === 1 || !this.options.isItemsFault?.(error)) return settle(batch, { error })
      const middle = Math.ceil(batch.length / 2)
      await this.runBatch(batch.slice(0, middle))
      return this.runBatch(batch.slice(middle))
    }
    settle(batch)
  }
}

function settle(batch: Waiting<unknown>[], failure?: { error: unknown }): void {
  for (const { group } of batch) {
    group.left -= 1
    if (failure) group.failure ??= failure
    if (group.left > 0) continue
    if (group.failure) group.reject(group.failure.error)
    else group.resolve()
  }
}
