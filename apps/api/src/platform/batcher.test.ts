import { setImmediate as whatIsPendingHasRun } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Batcher } from './batcher.js'

/** A run that records its batches and ends when it is told to. */
function controlled() {
  const batches: number[][] = []
  const ends: (() => void)[] = []
  const run = (items: number[]) => {
    batches.push(items)
    return new Promise<void>((end) => ends.push(end))
  }
  return { batches, run, endNext: () => ends.shift()?.() }
}

describe('a batcher', () => {
  it('runs the first at once, and what came meanwhile together', async () => {
    const { batches, run, endNext } = controlled()
    const batcher = new Batcher(run, { maxSize: 10, lanes: 1 })
    const all = [1, 2, 3].map((item) => batcher.add(item))
    expect(batches).toEqual([[1]])
    endNext()
    await whatIsPendingHasRun()
    expect(batches).toEqual([[1], [2, 3]])
    endNext()
    await Promise.all(all)
  })

  it('keeps to its weight, and runs what is heavier alone', async () => {
    const { batches, run, endNext } = controlled()
    const batcher = new Batcher(run, { maxSize: 10, lanes: 1, maxWeight: 6, weigh: (item) => item })
    const all = batcher.add(9, 1, 2, 3, 4, 8)
    for (let batch = 0; batch < 4; batch += 1) {
      endNext()
      await whatIsPendingHasRun()
    }
    await all
    expect(batches).toEqual([[9], [1, 2, 3], [4], [8]])
  })

  it('keeps to its size and its lanes', async () => {
    const { batches, run, endNext } = controlled()
    const batcher = new Batcher(run, { maxSize: 2, lanes: 2 })
    const all = [1, 2, 3, 4, 5].map((item) => batcher.add(item))
    expect(batches).toEqual([[1], [2]])
    endNext()
    await whatIsPendingHasRun()
    expect(batches).toEqual([[1], [2], [3, 4]])
    endNext()
    await whatIsPendingHasRun()
    endNext()
    endNext()
    await whatIsPendingHasRun()
    endNext()
    await Promise.all(all)
    expect(batches).toEqual([[1], [2], [3, 4], [5]])
  })

  it('cuts what is added at once into its size, over all lanes, and resolves when the last has run', async () => {
    const { batches, run, endNext } = controlled()
    const batcher = new Batcher(run, { maxSize: 2, lanes: 2 })
    let done = false
    const all = batcher.add(1, 2, 3, 4, 5).then(() => (done = true))
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ])
    endNext()
    endNext()
    await whatIsPendingHasRun()
    expect(batches.at(-1)).toEqual([5])
    expect(done).toBe(false)
    endNext()
    await all
    await batcher.add()
  })

  it('lets one bad item of 500 fail alone in some 2 log₂ n runs, where the error is an item’s', async () => {
    const ran: number[] = []
    let runs = 0
    const run = async (items: number[]) => {
      runs += 1
      if (items.includes(313)) throw new Error('unlucky')
      ran.push(...items)
    }
    const batcher = new Batcher(run, { maxSize: 500, lanes: 1, isItemsFault: () => true })
    const items = Array.from({ length: 500 }, (_, item) => item)
    const group = batcher.add(...items.slice(0, 250))
    const outcomes = await Promise.allSettled([group, ...items.slice(250).map((item) => batcher.add(item))])
    expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [249 + index] : []))).toEqual([
      313,
    ])
    expect(ran).toEqual(items.filter((item) => item !== 313))
    expect(runs).toBeLessThanOrEqual(2 + 2 * 9)
  })

  it('fails all together where it is not, and works again afterwards', async () => {
    let away = true
    let runs = 0
    const run = async () => {
      runs += 1
      if (away) throw new Error('database away')
    }
    const batcher = new Batcher(run, { maxSize: 10, lanes: 1, isItemsFault: () => false })
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(runs).toBe(2)
    away = false
    await batcher.add(4)
  })
})
