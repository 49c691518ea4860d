import { AppError } from './app-error.js'
import { Batcher } from './batcher.js'

/** More keys in one query would only make the first of them wait. */
const maxBatch = 500
/** A few queries' worth. Who asks beyond that would wait long, and only hold what came with the question. */
const maxWaiting = 2_000

/**
 * Looks things up together: keys that come while a query runs share the next one. However many strangers ask, they keep
 * one connection busy, and when it hangs only so many wait for it.
 */
export class SharedLookup<K, V> {
  private readonly batcher: Batcher<{ key: K; found?: V }>
  private waiting = 0

  /** @param load gives what it found for each key, in the order of the keys */
  constructor(load: (keys: K[]) => Promise<V[]>) {
    const run = async (asked: { key: K; found?: V }[]) => {
      const found = await load(asked.map(({ key }) => key))
      for (const [index, one] of asked.entries()) one.found = found[index] as V
    }
    this.batcher = new Batcher(run, { maxSize: maxBatch, lanes: 1 })
  }

  /** @throws {AppError} unavailable when too many wait already */
  async find(key: K): Promise<V> {
    if (this.waiting >= maxWaiting) throw new AppError('too_many_ask')
    const asked: { key: K; found?: V } = { key }
    this.waiting += 1
    try {
      await this.batcher.add(asked)
    } finally {
      this.waiting -= 1
    }
    return asked.found as V
  }
}
