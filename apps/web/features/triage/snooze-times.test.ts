import { expect, it } from 'vitest'
import { presetsAt, weekendOf } from './snooze-times'

const western = { first: 6, after: 1 }
const said = (now: Date, weekend = western) =>
  presetsAt(now.getTime(), weekend).map(
    ({ key, at }) => `${key} ${at.getMonth() + 1}-${at.getDate()} ${at.getHours()}`,
  )

it('offers what is drawn, on a Tuesday afternoon', () => {
  expect(said(new Date(2026, 10, 24, 14, 5))).toEqual([
    'laterToday 11-24 17',
    'tomorrow 11-25 9',
    'weekend 11-28 10',
    'nextWeek 11-30 9',
  ])
})

it('has no later today in the evening, nor after midnight', () => {
  expect(said(new Date(2026, 10, 24, 19, 30))[0]).toBe('tomorrow 11-25 9')
  expect(said(new Date(2026, 10, 24, 22, 30))[0]).toBe('tomorrow 11-25 9')
  expect(said(new Date(2026, 10, 24, 0, 30))[0]).toBe('laterToday 11-24 3')
})

it('says a day once, and means the next weekend on a weekend', () => {
  expect(said(new Date(2026, 10, 27, 12))).toEqual([
    'laterToday 11-27 15',
    'tomorrow 11-28 9',
    'nextWeek 11-30 9',
  ])
  expect(said(new Date(2026, 10, 28, 12))).toEqual([
    'laterToday 11-28 15',
    'tomorrow 11-29 9',
    'nextWeek 11-30 9',
    'weekend 12-5 10',
  ])
  expect(said(new Date(2026, 10, 29, 12))).toEqual([
    'laterToday 11-29 15',
    'tomorrow 11-30 9',
    'weekend 12-5 10',
  ])
})

it('knows whose weekend it is', () => {
  expect(weekendOf('en-GB')).toEqual({ first: 6, after: 1 })
  expect(weekendOf('ar-EG')).toEqual({ first: 5, after: 0 })
  expect(said(new Date(2026, 10, 24, 14, 5), weekendOf('ar-EG')).slice(2)).toEqual([
    'weekend 11-27 10',
    'nextWeek 11-29 9',
  ])
})
