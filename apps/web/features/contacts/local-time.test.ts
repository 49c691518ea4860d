import { expect, it } from 'vitest'
import { localTime } from './local-time'

const noon = Date.UTC(2026, 10, 22, 12)

it.each([
  ['a country with one zone', 'FR', '13:00'],
  ['a country with two names for one clock', 'DE', '13:00'],
  ['half an hour', 'IN', '17:30'],
  ['a country with several clocks', 'ES', null],
  ['a country with many', 'US', null],
  ['nowhere', null, null],
  ['a country of no clocks', 'ZZ', null],
])('%s', (_, country, shown) => {
  expect(localTime(country, noon, 'en-GB')).toBe(shown)
})
