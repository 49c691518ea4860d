import { expect, it } from 'vitest'
import { maySwipe, swipeAt } from './swipe-at'

it.each([
  [40, false, 'start', null],
  [140, false, 'start', 'done'],
  [-40, false, 'end', null],
  [-140, false, 'end', 'snooze'],
  [-270, false, 'end', 'ask'],
  [-140, true, 'start', 'done'],
  [140, true, 'end', 'snooze'],
] as const)('%i px of 390, mirrored: %s, lays open the %s and does %s', (dx, isMirrored, side, does) => {
  expect(swipeAt(dx, 390, isMirrored)).toEqual({ side, does })
})

it.each([
  [10, false],
  [24, true],
  [195, true],
  [366, true],
  [380, false],
])('a touch at %i px of 390 may become a swipe: %s', (x, may) => {
  expect(maySwipe(x, 390)).toBe(may)
})
