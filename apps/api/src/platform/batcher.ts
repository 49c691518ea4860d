interface Waiting<T> {
  item: T
  resolve: () => void
  reject: (error: unknown) => void
}

interface BatcherOptions {
  maxSize: number
  /** How many batches may run at once. */
  lanes: number
  /** Whether an error is about some item of the batch, so that running them one by one saves the others. */
  isItemsFault?: (error: unknown) => boolean
}

/**
 * Runs items together, as group commit does: what is added while a batch runs goes into the next one. An idle batcher
 * runs an item at once; the busier it is, the less each item costs.
 */
export class Batcher<T> {
  private waiting: Waiting<T>[] = []
  private running = 0

  constructor(
    private readonly run: (items: T[]) => Promise<void>,
    private readonly options: BatcherOptions,
  ) {}

  /** Resolves when the batch that holds the item has run, and rejects when it failed. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      if (this.running < this.options.lanes) void this.runAll()
    })
  }

  private async runAll(): Promise<void> {
    this.running += 1
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, this.options.maxSize)
      this.waiting = this.waiting.slice(this.options.maxSize)
      await this.runBatch(batch)
    }
    this.running -= 1
  }

  private async runBatch(batch: Waiting<T>[]): Promise<void> {
    try {
      await this.run(batch.map(({ item }) => item))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      if (batch.length > 1 && this.options.isItemsFault?.(error)) {
        for (const one of batch) await this.runBatch([one])
      } else for (const { reject } of batch) reject(error)
    }
  }
}
