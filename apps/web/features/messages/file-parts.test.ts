import { expect, it } from 'vitest'
import { clock, endingOf, sizeOf } from './file-parts'
import { sizeInThread } from './size-in-thread'

it.each([
  [1200, 900, 280, 210],
  [900, 1200, 255, 340],
  [200, 100, 200, 100],
  [4000, 100, 280, 96],
  [10, 10, 96, 96],
  [null, null, 280, 210],
])('a picture of %s × %s is %s × %s in a thread', (width, height, shownWidth, shownHeight) => {
  expect(sizeInThread({ width, height })).toEqual({ width: shownWidth, height: shownHeight })
})

it.each([
  ['Pedido.pdf', 'application/pdf', 'PDF'],
  ['notes', 'application/octet-stream', ''],
  [null, 'application/pdf', 'PDF'],
  ['archive.tar.gz', null, 'GZ'],
  [null, 'application/vnd.ms-excel', ''],
])('%s of %s is a sheet with %j', (name, contentType, ending) => {
  expect(endingOf({ name, contentType })).toBe(ending)
})

it.each([
  [0, { amount: 0, unit: 'byte' }],
  [184_400, { amount: 184, unit: 'kilobyte' }],
  [16_777_216, { amount: 16.8, unit: 'megabyte' }],
])('%s bytes are %o', (bytes, size) => expect(sizeOf(bytes)).toEqual(size))

it.each([
  [0, '0:00'],
  [65.9, '1:05'],
  [7_200, '2:00:00'],
  [Number.NaN, '0:00'],
  [Infinity, '0:00'],
])('%s seconds are %s', (seconds, text) => expect(clock(seconds)).toBe(text))
