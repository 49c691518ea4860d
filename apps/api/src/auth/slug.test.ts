import { expect, test } from 'vitest'
import { distinctSlugOf, slugOf } from './slug.js'

test.each([
  ['Acme', 'acme'],
  ["Ann Müller's Inbox", 'ann-muller-s-inbox'],
  ['  --  ', 'inbox'],
  ['日本', 'inbox'],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('%s → %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

test('a distinct slug is another one each time', () => {
  expect(distinctSlugOf('Acme')).toMatch(/^acme-[0-9a-f]{8}$/)
  expect(distinctSlugOf('Acme')).not.toBe(distinctSlugOf('Acme'))
})
