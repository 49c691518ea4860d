import { expect, it, test } from 'vitest'
import { serveFile } from './serve-file.js'

const file = {
  id: 'f',
  kind: 'image',
  contentType: 'image/png',
  bytes: 10,
  name: null,
  version: 'v1',
} as const
const ask = (ifNoneMatch: string | undefined) =>
  serveFile(file, { method: 'GET', range: undefined, ifRange: undefined, ifNoneMatch }).status

it.each([
  [undefined, 200],
  ['"v1"', 304],
  ['W/"v1"', 304],
  ['"v0" ,\t"v1"', 304],
  ['*', 304],
  ['"v0", "v2"', 200],
  ['', 200],
])('answers who has %s with %i', (ifNoneMatch, status) => expect(ask(ifNoneMatch)).toBe(status))

test('spaces among what one has cost no more than other letters', () => {
  const measure = (letter: string) => {
    const startedAt = performance.now()
    expect(ask(`a${letter.repeat(15_000)}b`)).toBe(200)
    return performance.now() - startedAt
  }
  measure('x')
  expect(measure(' ')).toBeLessThan(measure('x') * 100 + 20)
})
