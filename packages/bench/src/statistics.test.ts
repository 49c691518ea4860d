import { expect, it } from 'vitest'
import { median, medianRatio, percentile } from './statistics.js'

it('takes percentiles by the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(percentile(hundred, 0.5)).toBe(50)
  expect(percentile(hundred, 0.99)).toBe(99)
  expect(percentile(hundred, 1)).toBe(100)
  expect(percentile([7], 0.01)).toBe(7)
  expect(percentile([1, 2, 3], 0.5)).toBe(2)
  expect(percentile([], 0.5)).toBeNaN()
})

it('takes the middle, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 3, 100])).toBe(3.5)
  expect(median([])).toBeNaN()
})

it('sets each run against what stood on either side of it', () => {
  // The machine becomes half as fast in the middle of the second run.
  expect(medianRatio([50, 37.5, 25], [100, 100, 50, 50])).toBe(0.5)
  expect(medianRatio([60], [100, 140])).toBe(0.5)
  expect(() => medianRatio([1, 2], [1, 2])).toThrow('either side')
})
