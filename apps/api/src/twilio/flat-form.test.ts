import { describe, expect, test } from 'vitest'
import { FlatForm } from './flat-form.js'

describe('fields', () => {
  test('keep every value for the signature, and give the first', () => {
    const form = new FlatForm('a=1&b=2&a=3&a=1&c')
    expect({ ...form.signedFields }).toEqual({ a: ['1', '3', '1'], b: '2', c: '' })
    expect([form.get('a'), form.get('c'), form.get('d')]).toEqual(['1', undefined, undefined])
  })

  test.each([
    ['', false],
    ['a=1', false],
    ['a&'.repeat(999), false],
    ['a&'.repeat(1_000), true],
    ['a&'.repeat(20_000), true],
  ])('are too many: %#', (raw, tooMany) => {
    expect(FlatForm.hasTooManyFields(raw)).toBe(tooMany)
  })

  test('of one name cost no more than fields of many names', () => {
    const measure = (raw: string) => {
      const startedAt = performance.now()
      expect(new FlatForm(raw).get('b')).toBeUndefined()
      return performance.now() - startedAt
    }
    const names = Array.from({ length: 20_000 }, (_, index) => `a${index}`).join('&')
    measure(names)
    expect(measure('a&'.repeat(20_000))).toBeLessThan(measure(names) * 20)
  })
})
