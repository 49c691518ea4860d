import { expect, it } from 'vitest'
import { placesIn } from './places-in'

it.each([
  ['The kiln is free', 'The kiln is free', 'kiln', ['kiln']],
  ['The *kiln* is _free_', 'The kiln is free10:42', 'kiln', ['kiln']],
  ['The *kiln is* free', 'The kiln is free', 'is* free', ['is free']],
  ['*a* or *a*', 'a or a', 'a', ['a', 'a']],
  ['```kiln```', 'kiln', '```', []],
  ['👍🏽 kiln', '👍🏽 kiln', 'kiln', ['kiln']],
])('in %s, drawn as %s, finds %s', (text, drawn, wanted, expected) => {
  const parts = text.split('').flatMap((_, start) => {
    return text.startsWith(wanted, start) ? [{ start, end: start + wanted.length }] : []
  })
  expect(placesIn(text, drawn, parts).map(({ start, end }) => drawn.slice(start, end))).toEqual(expected)
})
