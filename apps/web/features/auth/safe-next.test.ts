import { expect, it } from 'vitest'
import { safeNext } from './safe-next'

it.each([
  ['/settings/team', '/settings/team'],
  ['/inbox/abc?x=1', '/inbox/abc?x=1'],
  [null, '/inbox'],
  ['', '/inbox'],
  ['https://evil.test', '/inbox'],
  ['//evil.test', '/inbox'],
  ['/\\evil.test', '/inbox'],
  ['/a\\b', '/inbox'],
  ['javascript:alert(1)', '/inbox'],
])('%j leads to %s', (next, place) => expect(safeNext(next)).toBe(place))
