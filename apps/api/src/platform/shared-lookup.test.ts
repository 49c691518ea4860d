import { expect, test } from 'vitest'
import { SharedLookup } from './shared-lookup.js'

test('keys that come while a query runs share the next one, and each gets its own', async () => {
  const asked: number[][] = []
  const lookup = new SharedLookup(async (keys: number[]) => {
    asked.push(keys)
    await Promise.resolve()
    return keys.map((key) => key * 2)
  })
  expect(await Promise.all([1, 2, 3, 4].map((key) => lookup.find(key)))).toEqual([2, 4, 6, 8])
  expect(asked).toEqual([[1], [2, 3, 4]])
})

test('a query that fails fails for those that share it, and for nobody after', async () => {
  let fails = true
  const lookup = new SharedLookup(async (keys: number[]) => {
    if (fails) throw new Error('away')
    return keys
  })
  await expect(lookup.find(1)).rejects.toThrow('away')
  fails = false
  expect(await lookup.find(1)).toBe(1)
})

test('while a query hangs, what may wait for it is bounded, and it is so again when it ended', async () => {
  let end = () => {}
  const hanging = new Promise<void>((resolve) => (end = resolve))
  const lookup = new SharedLookup(async (keys: number[]) => {
    await hanging
    return keys
  })
  const asked = Array.from({ length: 2_000 }, (_, key) => lookup.find(key))
  await expect(lookup.find(2_000)).rejects.toMatchObject({ code: 'unavailable' })
  end()
  expect(await Promise.all(asked)).toHaveLength(2_000)
  expect(await lookup.find(2_001)).toBe(2_001)
})
