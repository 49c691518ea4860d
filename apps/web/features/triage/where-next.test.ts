import { expect, it } from 'vitest'
import { whereNext } from './where-next'

const order = ['a', 'b', 'c', 'd']

it.each([
  ['the one behind', ['b'], 'b', 'c'],
  ['over those that leave with it', ['b', 'c'], 'b', 'd'],
  ['the one before, at the end', ['d'], 'd', 'c'],
  ['the one before, when all behind leave too', ['b', 'c', 'd'], 'c', 'a'],
  ['nowhere, when nothing stays', order, 'b', null],
  ['the first, from what is not in the list', ['x'], 'x', 'a'],
] as const)('goes to %s', (_, leaving, atHand, expected) => {
  expect(whereNext(order, new Set(leaving), atHand)).toBe(expected)
})
