import { describe, expect, it } from 'vitest'
import { leftText, windowAt } from './window-time'

const minute = 60_000
const hour = 60 * minute
const now = Date.UTC(2026, 10, 20, 12)
const inMs = (ms: number) => new Date(now + ms).toISOString()

describe('leftText', () => {
  it.each([
    [3 * hour + 12 * minute, '3 h 12 min'],
    [3 * hour + 12 * minute + 59_000, '3 h 12 min'],
    [24 * hour, '24 h'],
    [59 * minute, '59 min'],
    [61 * minute, '1 h 1 min'],
    [20_000, '1 min'],
  ])('%i ms is %s', (ms, text) => expect(leftText(ms)).toBe(text))
})

describe('windowAt', () => {
  it('is open until the last millisecond', () => {
    expect(windowAt(inMs(1), now).open).toBe(true)
    expect(windowAt(inMs(0), now)).toEqual({ open: false, everOpen: true })
  })

  it('warns under two hours', () => {
    expect(windowAt(inMs(2 * hour), now)).toMatchObject({ soon: false })
    expect(windowAt(inMs(2 * hour - 1), now)).toMatchObject({ soon: true })
  })

  it('empties its ring with the time', () => {
    expect(windowAt(inMs(6 * hour), now)).toMatchObject({ share: 0.25 })
    expect(windowAt(inMs(30 * hour), now)).toMatchObject({ share: 1 })
  })

  it('was never open for a customer who never wrote', () => {
    expect(windowAt(null, now)).toEqual({ open: false, everOpen: false })
  })
})
