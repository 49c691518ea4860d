import { expect, it, vi } from 'vitest'
import { toastMs } from '../../client/toast'
import { latestChange, takeBackLatest, type WayBack } from './way-back'

const way = (atMs: number) => ({ atMs, go: vi.fn<() => void>() }) satisfies WayBack

it('takes back what was done last, of whatever kind, and nothing else', () => {
  const [held, note, act] = [way(20), way(30), way(10)]
  expect(takeBackLatest([held, null, note, act])).toBe(true)
  expect([held, note, act].map(({ go }) => go.mock.calls.length)).toEqual([0, 1, 0])
})

it('takes back one thing while its key is held, and leaves the key to others where there is nothing', () => {
  const only = way(1)
  // Node has no keyboard, and no KeyboardEvent.
  expect(takeBackLatest([only], { repeat: true } as KeyboardEvent)).toBe(true)
  expect(only.go).not.toHaveBeenCalled()
  expect(takeBackLatest([null])).toBe(false)
})

it('keeps the latest change as long as its toast stands, and takes it back once', () => {
  vi.useFakeTimers()
  const takeBack = vi.fn<() => void>()
  const { note, last } = latestChange()
  const change = note(takeBack)
  expect(last()).toBe(change)
  vi.advanceTimersByTime(toastMs)
  expect(last()).toBeNull()
  note(takeBack)
  last()?.go()
  expect(last()).toBeNull()
  // Its button may stand longer than its key works.
  change.go()
  change.go()
  expect(takeBack).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})
