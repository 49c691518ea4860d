import { expect, test } from 'vitest'
import { isKey, makeKey, makeSeedKey, storedFormOf } from './api-key.js'

test('a key is its mark and 256 bits, another each time', () => {
  expect(isKey(makeKey())).toBe(true)
  expect(makeKey()).not.toBe(makeKey())
})

test('a seed key is a key, and the same each time for one org', () => {
  const key = makeSeedKey('secret', 'org-1')
  expect(isKey(key)).toBe(true)
  expect(makeSeedKey('secret', 'org-1')).toBe(key)
  expect(makeSeedKey('secret', 'org-2')).not.toBe(key)
  expect(makeSeedKey('other', 'org-1')).not.toBe(key)
})

test('what is stored does not hold the key', () => {
  const key = makeKey()
  const { prefix, hash } = storedFormOf(key)
  expect(key.startsWith(prefix)).toBe(true)
  expect(prefix).toHaveLength(10)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(hash).not.toContain(key.slice(4))
})
