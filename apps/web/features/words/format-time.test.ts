import { describe, expect, it } from 'vitest'
import {
  clockTime,
  comingDay,
  comingShort,
  dateLabel,
  dayKey,
  dayLabel,
  fullDay,
  rowTime,
  type TimeStyle,
} from './format-time'
import { regionalLocale } from './locales'

const now = Date.parse('2026-11-20T12:00:00Z')
const english: TimeStyle = { locale: 'en-US', timeZone: 'UTC', today: 'Today', yesterday: 'Yesterday' }
const spanish: TimeStyle = { ...english, locale: 'es', today: 'Hoy', yesterday: 'Ayer' }
const portuguese: TimeStyle = { ...english, locale: 'pt-BR', today: 'Hoje', yesterday: 'Ontem' }
const arabic: TimeStyle = { ...english, locale: 'ar', today: 'اليوم', yesterday: 'أمس' }
/** CLDR parts numbers and words by spaces of several kinds. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('dayLabel', () => {
  it.each([
    ['2026-11-20T00:00:00Z', english, 'Today'],
    ['2026-11-19T23:59:59Z', english, 'Yesterday'],
    ['2026-11-15T12:00:00Z', english, 'Sunday'],
    ['2026-11-02T12:00:00Z', english, 'Mon, November 2'],
    ['2026-11-20T09:00:00Z', spanish, 'Hoy'],
    ['2026-11-15T12:00:00Z', spanish, 'Domingo'],
    ['2026-11-02T12:00:00Z', spanish, 'Lun, 2 de noviembre'],
    ['2026-11-19T09:00:00Z', portuguese, 'Ontem'],
    ['2026-11-16T12:00:00Z', portuguese, 'Segunda-feira'],
    ['2026-11-02T12:00:00Z', portuguese, 'Seg., 2 de novembro'],
    ['2026-11-19T09:00:00Z', arabic, 'أمس'],
    ['2026-11-15T12:00:00Z', arabic, 'الأحد'],
    ['2026-11-02T12:00:00Z', arabic, 'الاثنين، 2 نوفمبر'],
  ])('%s is, in the way of %j, %s', (at, style, label) => {
    expect(plain(dayLabel(at, now, style))).toBe(label)
  })

  it('names the year where it differs', () => {
    expect(dayLabel('2025-11-02T12:00:00Z', now, english)).toContain('2025')
    expect(dateLabel('2025-11-02T12:00:00Z', now, spanish)).toBe('2 de noviembre de 2025')
    expect(dateLabel('2026-11-02T12:00:00Z', now, spanish)).toBe('2 de noviembre')
  })

  it.each([
    // Madrid's longest day has 25 hours, New York's shortest 23, and Beirut's begins at one o'clock.
    ['Europe/Madrid', '2026-10-24T22:30:00Z', '2026-10-25T22:30:00Z', 'Today'],
    ['Europe/Madrid', '2026-10-24T21:59:00Z', '2026-10-25T22:59:00Z', 'Yesterday'],
    ['America/New_York', '2026-03-08T04:59:00Z', '2026-03-09T03:59:00Z', 'Yesterday'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-09T03:59:00Z', 'Today'],
    ['Asia/Beirut', '2026-03-28T21:59:00Z', '2026-03-28T22:00:00Z', 'Yesterday'],
    ['Pacific/Kiritimati', '2026-11-20T09:59:00Z', '2026-11-20T10:00:00Z', 'Yesterday'],
    ['America/Sao_Paulo', '2026-11-20T02:59:00Z', '2026-11-20T03:00:00Z', 'Yesterday'],
  ])('counts calendar days in %s: %s at %s is %s', (timeZone, at, when, label) => {
    expect(dayLabel(at, Date.parse(when), { ...english, timeZone })).toBe(label)
  })
})

describe('rowTime', () => {
  it.each([
    ['2026-11-20T09:05:00Z', english, '9:05 AM'],
    ['2026-11-20T09:05:00Z', spanish, '9:05'],
    ['2026-11-20T14:05:00Z', portuguese, '14:05'],
    ['2026-11-20T09:05:00Z', arabic, '9:05 ص'],
    ['2026-11-19T09:05:00Z', spanish, '9:05'],
    ['2026-11-18T23:59:00Z', spanish, 'mié'],
    ['2026-11-16T09:05:00Z', spanish, 'lun'],
    ['2026-11-02T09:05:00Z', english, 'Nov 2'],
    ['2026-11-02T09:05:00Z', arabic, '2 نوفمبر'],
  ])('of %s, in the way of %j, is %s', (at, style, label) => {
    expect(plain(rowTime(at, now, style))).toBe(label)
  })
})

describe('dayKey', () => {
  it('is the day of the machine where no zone is given', () => {
    const machine = Intl.DateTimeFormat().resolvedOptions().timeZone
    for (let hour = 0; hour < 400 * 24; hour += 7) {
      const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString()
      expect(dayKey(at)).toBe(dayKey(at, machine))
    }
  })

  it('is the reader’s day', () => {
    expect(dayKey('2026-11-20T23:30:00Z', 'UTC')).toBe('2026-11-20')
    expect(dayKey('2026-11-20T23:30:00Z', 'Asia/Tokyo')).toBe('2026-11-21')
  })
})

describe('regionalLocale', () => {
  const at = '2026-11-20T14:02:00Z'
  const clock = (...of: Parameters<typeof regionalLocale>) =>
    plain(clockTime(at, { locale: regionalLocale(...of), timeZone: 'UTC' }))
  it('writes times as in the reader’s region', () => {
    expect(clock('en', ['de-DE', 'en-GB', 'en-US'])).toBe('14:02')
    expect(clock('en', ['en-US'])).toBe('2:02 PM')
    expect(clock('es', ['en-US'])).toBe('14:02')
    expect(clock('en-XA', ['en-GB'])).toBe('14:02')
  })

  it('keeps to the digits and the calendar of what stands beside', () => {
    const place = { locale: regionalLocale('ar', ['ar-SA']), timeZone: 'UTC' }
    expect(clockTime(at, place)).toMatch(/^2:02/)
    expect(dateLabel(at, now, place)).toBe('20 نوفمبر')
  })

  it('bears whatever a browser was told to accept', () => {
    expect(clock('en', ['en_US.UTF-8', 'en-', '*'])).toBe('2:02 PM')
  })
})

describe('what is to come', () => {
  const british = { ...english, locale: 'en-GB' }
  it.each([
    ['2026-11-20T17:00:00Z', british, null, '17:00'],
    ['2026-11-21T09:00:00Z', british, 'tomorrow', 'Sat 9:00'],
    ['2026-11-21T09:00:00Z', spanish, 'mañana', 'sáb 9:00'],
    ['2026-11-21T09:00:00Z', portuguese, 'amanhã', 'sáb. 9:00'],
    ['2026-11-24T09:00:00Z', british, 'Tuesday', 'Tue 9:00'],
    ['2026-12-01T09:00:00Z', british, '1 December', '1 Dec 9:00'],
  ])('%s is, in the way of %j, %s and %s', (at, style, day, short) => {
    expect(comingDay(at, now, style)).toBe(day)
    expect(plain(comingShort(at, now, style))).toBe(short)
  })

  it('is said in full where one must be sure of it', () => {
    expect(fullDay('2026-12-01T09:00:00Z', now, british)).toBe('Tuesday 1 December')
    expect(fullDay('2027-12-01T09:00:00Z', now, british)).toContain('2027')
  })
})
