import { afterEach, expect, it, vi } from 'vitest'
import { Deadline } from './deadline.js'

afterEach(() => vi.useRealTimers())

it('is over when the machine was suspended, in which time only the wall clock goes on', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_000_000 })
  const deadline = new Deadline(20_000)
  vi.setSystemTime(1_030_000)
  expect(performance.now()).toBe(0)
  expect(deadline.leftMs()).toBe(-10_000)
})

it('is over when it is, though somebody set the wall clock back', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_000_000 })
  const deadline = new Deadline(20_000)
  vi.advanceTimersByTime(15_000)
  vi.setSystemTime(0)
  expect(deadline.leftMs()).toBe(5_000)
})
