import { describe, expect, it } from 'vitest'
import { clockTime, dayKey, dayLabel } from './format-time'

const now = Date.parse('2026-11-20T12:00:00Z')

describe('dayLabel', () => {
  it.each([
    ['2026-11-20T00:00:00Z', 'Today'],
    ['2026-11-19T23:59:59Z', 'Yesterday'],
    ['2026-11-15T12:00:00Z', 'Sunday'],
  ])('%s is %s', (at, label) => expect(dayLabel(at, now, 'UTC')).toBe(label))

  it('names the date after a week, and the year where it differs', () => {
    expect(dayLabel('2026-11-02T12:00:00Z', now, 'UTC')).toContain('November')
    expect(dayLabel('2025-11-02T12:00:00Z', now, 'UTC')).toContain('2025')
  })

  it('counts calendar days across a change of the clocks', () => {
    const after = Date.parse('2026-10-25T12:00:00Z')
    expect(dayLabel('2026-10-24T12:00:00Z', after, 'Europe/Madrid')).toBe('Yesterday')
  })
})

describe('dayKey', () => {
  it('is the reader’s day', () => {
    expect(dayKey('2026-11-20T23:30:00Z', 'UTC')).toBe('2026-11-20')
    expect(dayKey('2026-11-20T23:30:00Z', 'Asia/Tokyo')).toBe('2026-11-21')
  })
})

it('leaves the leading zero of the hour to the locale', () => {
  const locale = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: 'numeric', timeZone: 'UTC' })
  expect(clockTime('2026-11-20T09:05:00Z', 'UTC')).toBe(locale.format(Date.parse('2026-11-20T09:05:00Z')))
})
