import { expect, test } from 'vitest'
import { AttemptWindows } from './attempt-windows.js'

const limit = { window: 60, max: 3 }

test('lets as many through as the limit says, then says when to come back', () => {
  const windows = new AttemptWindows()
  const answers = [0, 10_000, 20_000, 25_500].map((nowMs) => windows.take('a', limit, nowMs))
  expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, true, false])
  expect(answers[3]?.retryAfter).toBe(35)
})

test('a steady pace below the limit is never locked out', () => {
  const windows = new AttemptWindows()
  const answers = Array.from({ length: 50 }, (_, index) => windows.take('a', limit, index * 25_000))
  expect(answers.every(({ allowed }) => allowed)).toBe(true)
})

test('counts each key for itself', () => {
  const windows = new AttemptWindows()
  for (let attempt = 0; attempt < 3; attempt++) windows.take('a', limit, 0)
  expect(windows.take('a', limit, 1).allowed).toBe(false)
  expect(windows.take('b', limit, 1).allowed).toBe(true)
})
