import { expect, it } from 'vitest'
import { Pacer } from './pacer.js'

/** Longer than any test. */
const ages = 600_000

function record(options: Partial<ConstructorParameters<typeof Pacer>[1]> = {}) {
  const runs: number[][] = []
  const pacer = new Pacer<number>(
    async (items) => {
      runs.push(items)
    },
    { pausePerItemMs: ages, maxPauseMs: ages, maxWaiting: 100, ...options },
  )
  return { runs, pacer }
}

it('runs the first at once, and what comes during the pause together and in order', async () => {
  const { runs, pacer } = record()
  pacer.add([1, 2])
  expect(runs).toEqual([[1, 2]])
  for (const item of [3, 4, 5]) pacer.add([item])
  expect(runs).toEqual([[1, 2]])
  await pacer.end()
  expect(runs).toEqual([
    [1, 2],
    [3, 4, 5],
  ])
})

it('goes on by itself after the pause, which many items make no longer than the longest', async () => {
  const { runs, pacer } = record({ maxPauseMs: 1 })
  pacer.add([1, 2, 3])
  pacer.add([4])
  await expect.poll(() => runs).toEqual([[1, 2, 3], [4]])
  // Idle again, so that the next one waits for nobody.
  await expect.poll(() => pacer.add([]) === 0 && runs.length).toBe(2)
  pacer.add([5])
  await expect.poll(() => runs.at(-1)).toEqual([5])
})

it('waits for a run that takes longer than the pause', async () => {
  let finish = () => {}
  const runs: number[][] = []
  const run = (items: number[]) => {
    runs.push(items)
    return new Promise<void>((resolve) => {
      finish = resolve
    })
  }
  const pacer = new Pacer<number>(run, { pausePerItemMs: 0, maxPauseMs: 0, maxWaiting: 10 })
  pacer.add([1])
  pacer.add([2])
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(runs).toEqual([[1]])
  finish()
  await expect.poll(() => runs).toEqual([[1], [2]])
  finish()
  await pacer.end()
})

it('keeps no more than it has room for, and says what it left out', async () => {
  const { runs, pacer } = record({ maxWaiting: 3 })
  expect(pacer.add([0])).toBe(0)
  expect(pacer.add([1, 2])).toBe(0)
  expect(pacer.add([3, 4])).toBe(1)
  expect(pacer.add([5])).toBe(1)
  await pacer.end()
  expect(runs).toEqual([[0], [1, 2, 3]])
})

it('pauses no more once it is to end', async () => {
  const { runs, pacer } = record()
  await pacer.end()
  pacer.add([1])
  pacer.add([2])
  await pacer.end()
  expect(runs).toEqual([[1], [2]])
})
