import { expect, test } from 'vitest'
import { nestsDeeperThan } from './json-depth.js'

test.each([
  ['[[]]', 2, false],
  ['[[[]]]', 2, true],
  ['{"a":{"b":[]}}', 2, true],
  ['[[],[],{}]', 2, false],
  ['["[[[["]', 1, false],
  [String.raw`["\"[[[", "\\"]`, 1, false],
  [String.raw`["\\", [[]]]`, 2, true],
  ['"text"', 0, false],
])('%s deeper than %i: %s', (json, limit, deeper) => {
  expect(nestsDeeperThan(limit, json)).toBe(deeper)
})
