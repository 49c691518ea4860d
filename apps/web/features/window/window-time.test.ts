import { describe, expect, it } from 'vitest'
import { leftParts, windowAt } from './window-time'

const now = Date.parse('2026-11-20T12:00:00Z')
const inMs = (ms: number) => new Date(now + ms).toISOString()
const minuteMs = 60_000

describe('windowAt', () => {
  it('was never open for who never wrote', () => {
    expect(windowAt(null, now)).toEqual({ open: false, everOpen: false })
  })

  it('closes on the second', () => {
    expect(windowAt(inMs(1), now)).toMatchObject({ open: true })
    expect(windowAt(inMs(0), now)).toEqual({ open: false, everOpen: true })
  })

  it.each([
    [24 * 60, { soon: false, last: false, share: 1 }],
    [120, { soon: false, last: false, share: 1 }],
    [119, { soon: true, last: false }],
    [60, { soon: true, last: false, share: 0.5 }],
    [9, { soon: true, last: true }],
  ])('with %i minutes left is %o', (minutes, expected) => {
    expect(windowAt(inMs(minutes * minuteMs), now)).toMatchObject(expected)
  })
})

describe('leftParts', () => {
  it.each([
    [118 * minuteMs + 59_999, { hours: 1, minutes: 58, seconds: null }],
    [60 * minuteMs, { hours: 1, minutes: 0, seconds: null }],
    [10 * minuteMs, { hours: 0, minutes: 10, seconds: null }],
    [4 * minuteMs, { hours: 0, minutes: 4, seconds: 0 }],
    [10 * minuteMs - 1, { hours: 0, minutes: 9, seconds: 59 }],
    [59_000, { hours: 0, minutes: 0, seconds: 59 }],
    [1, { hours: 0, minutes: 0, seconds: 1 }],
  ])('%i ms is %o', (ms, parts) => expect(leftParts(ms)).toEqual(parts))
})
