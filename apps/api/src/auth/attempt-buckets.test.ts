import { expect, test } from 'vitest'
import { AttemptBuckets } from './attempt-buckets.js'

const pace = { burst: 3, everyMs: 20_000 }

test('lets a burst through, then says when to come back', () => {
  const buckets = new AttemptBuckets()
  expect([0, 0, 0, 5_500].map((nowMs) => buckets.take('a', pace, nowMs))).toEqual([0, 0, 0, 15])
  expect(buckets.take('a', pace, 20_000)).toBe(0)
  expect(buckets.take('a', pace, 20_000)).toBe(20)
})

test('a refused attempt costs nothing', () => {
  const buckets = new AttemptBuckets()
  for (let attempt = 0; attempt < 100; attempt++) buckets.take('a', pace, 0)
  expect(buckets.take('a', pace, 20_000)).toBe(0)
})

test('a steady pace below the limit is never locked out', () => {
  const buckets = new AttemptBuckets()
  const waits = Array.from({ length: 50 }, (_, index) => buckets.take('a', pace, index * 25_000))
  expect(Math.max(...waits)).toBe(0)
})

test('an attempt that is given back can be made again', () => {
  const buckets = new AttemptBuckets()
  for (let attempt = 0; attempt < 10; attempt++) {
    expect(buckets.take('a', pace, 0)).toBe(0)
    buckets.giveBack('a', pace)
  }
})

test('counts each key for itself, and forgets the quietest when there are too many', () => {
  const buckets = new AttemptBuckets()
  for (let attempt = 0; attempt < 3; attempt++) buckets.take('quiet', pace, 0)
  for (let attempt = 0; attempt < 3; attempt++) buckets.take('busy', pace, 1)
  for (let key = 0; key < 50_000 - 1; key++) buckets.take(`one of many ${key}`, pace, 2)
  expect(buckets.take('busy', pace, 3)).toBeGreaterThan(0)
  expect(buckets.take('quiet', pace, 3)).toBe(0)
})
