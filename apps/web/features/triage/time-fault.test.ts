import { expect, it } from 'vitest'
import { faultOf } from './time-fault'

const now = new Date(2026, 10, 24, 14, 5)
it.each([
  ['a minute ago', new Date(2026, 10, 24, 14, 4), 'past'],
  ['now', now, 'past'],
  ['in a minute', new Date(2026, 10, 24, 14, 6), null],
  ['in a year', new Date(2027, 10, 24, 14, 5), null],
  ['in a year and a minute', new Date(2027, 10, 24, 14, 6), 'tooFar'],
  ['no time at all', new Date(''), 'past'],
] as const)('%s', (_, at, fault) => {
  expect(faultOf(at, now.getTime())).toBe(fault)
})
