import { expect, it } from 'vitest'
import { complaintsOf, sizesTable, type Size } from './judge-sizes.js'

const inbox: Size = {
  what: 'Inbox, first load, JavaScript',
  bytes: 271_340,
  limitBytes: 260_000,
  parts: [
    { name: 'small.js', bytes: 1_340 },
    { name: 'react.js', bytes: 170_000 },
    { name: 'app.js', bytes: 100_000 },
  ],
}
const style: Size = { what: 'CSS', bytes: 25_000, limitBytes: 25_000, parts: [] }

it('what is over its limit is named with how far and its heaviest parts, and what just fits is not', () => {
  expect(complaintsOf([inbox, style])).toEqual([
    'Inbox, first load, JavaScript grew to 271.3 kB, 11.3 kB over its limit of 260.0 kB. ' +
      'Heaviest in it: react.js 170.0 kB, app.js 100.0 kB, small.js 1.3 kB.',
  ])
})

it('each size stands beside its limit', () => {
  expect(sizesTable([inbox, style])).toBe(
    '  Inbox, first load, JavaScript  271.3 kB  ≤ 260.0 kB\n' +
      '  CSS                             25.0 kB   ≤ 25.0 kB',
  )
})
