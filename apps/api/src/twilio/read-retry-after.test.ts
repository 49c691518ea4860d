import { expect, it } from 'vitest'
import { readRetryAfter } from './read-retry-after.js'

const now = Date.parse('2026-11-23T10:00:00Z')

it.each([
  ['0', 0],
  ['3', 3000],
  [' 1.5 ', 1500],
  ['Mon, 23 Nov 2026 10:01:00 GMT', 60_000],
  ['Mon, 23 Nov 2026 09:59:00 GMT', 0],
  ['soon', undefined],
  ['-4', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s waits %s ms', (header, ms) => {
  expect(readRetryAfter(header, now)).toBe(ms)
})
