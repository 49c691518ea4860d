import { mostFields } from '@cloudpa/contracts/contact-limits'
import { expect, it } from 'vitest'
import { readDetails, writeDetails } from './details-cell.js'

it.each([
  [[{ label: 'Size', value: 'M' }]],
  [
    [
      { label: 'Ratio: left', value: '1:2' },
      { label: String.raw`C:\ `.trim(), value: 'x: y\n\nz: 1\n  deeper' },
      { label: 'Empty', value: '' },
      { label: '=SUM', value: '=1+1' },
    ],
  ],
])('gives back what was written: %j', (fields) => {
  expect(readDetails(writeDetails(fields), 'Details')).toEqual(fields)
})

it('keeps what others wrote there, under the column’s name where it has no label', () => {
  expect(readDetails('tall, likes tea\r\nSize: M\r\n\r\n', 'Details')).toEqual([
    { label: 'Details', value: 'tall, likes tea' },
    { label: 'Size', value: 'M' },
  ])
})

it('reads no further than a contact can hold', () => {
  expect(readDetails('x\n'.repeat(1_000), 'Details')).toHaveLength(mostFields + 1)
  expect(readDetails('x\n'.repeat(1_000_000), 'Details')).toBeUndefined()
  const largest = Array.from({ length: mostFields }, () => ({
    label: ':'.repeat(80),
    value: `x${'\n'.repeat(499)}`,
  }))
  expect(readDetails(writeDetails(largest), 'Details')).toEqual(largest)
})
