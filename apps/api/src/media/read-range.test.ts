import { expect, it } from 'vitest'
import { readRange } from './read-range.js'

it.each([
  [undefined, undefined],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=90-200', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-200', { start: 0, end: 99 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=5-4', undefined],
  ['bytes=0-1,5-6', undefined],
  ['bytes=-', undefined],
  ['items=0-1', undefined],
  ['bytes=x-y', undefined],
])('%s of 100 bytes is %o', (header, part) => expect(readRange(header, 100)).toEqual(part))

it('of nothing no part can be had', () => expect(readRange('bytes=0-', 0)).toBe('unsatisfiable'))
