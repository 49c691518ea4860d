import { Batcher } from './batcher.js'

/** More keys in one query would only make the first of them wait. */
const maxBatch = 500

/**
 * Looks things up together: keys that come while a query runs share the next one. However many strangers ask, they keep
 * one connection busy.
 */
export class SharedLookup<K, V> {
  private readonly batcher: Batcher<{ key: K; found?: V }>

  /** @param load gives what it found for each key, in the order of the keys */
  constructor(load: (keys: K[]) => Promise<V[]>) {
    const run = async (asked: { key: K; found?: V }[]) => {
      const found = await load(asked.map(({ key }) => key))
      for (const [index, one] of asked.entries()) one.found = found[index] as V
    }
    this.batcher = new Batcher(run, { maxSize: maxBatch, lanes: 1 })
  }

  async find(key: K): Promise<V> {
    const asked: { key: K; found?: V } = { key }
    await this.batcher.add(asked)
    return asked.found as V
  }
}
