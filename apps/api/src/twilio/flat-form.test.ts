import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { inboundCases, statusCases, strangeBodies, strangeFields } from '../../test/cases.js'
import { FlatForm } from './flat-form.js'

const { getExpectedTwilioSignature } = createRequire(import.meta.url)(
  'twilio/lib/webhooks/webhooks.js',
) as typeof import('twilio/lib/webhooks/webhooks.js')

describe('fields', () => {
  test('keep every different value for the signature, and give the first', () => {
    const form = new FlatForm('a=3&b=2&a=1&a=3&c')
    expect(form.signedText).toBe('a1a3b2c')
    expect([form.get('a'), form.get('c'), form.get('d')]).toEqual(['3', undefined, undefined])
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

/** Reads a form as the platform does, and signs it as Twilio's SDK does: slower than ours, and beyond doubt. */
function readSlowly(raw: string) {
  const params = new URLSearchParams(raw)
  const signed: Record<string, string[]> = Object.create(null)
  for (const name of params.keys()) signed[name] = params.getAll(name)
  return { params, signed }
}

function expectSameReading(raw: string): void {
  const { params, signed } = readSlowly(raw)
  const form = new FlatForm(raw)
  for (const name of [...params.keys(), 'absent']) {
    expect(form.get(name), JSON.stringify(raw)).toBe(params.get(name)?.replaceAll('\0', '') || undefined)
  }
  // A key of its own length, so that the SDK's answer depends on the text alone.
  const sign = (fields: Record<string, string | string[]>, url: string) =>
    getExpectedTwilioSignature('token', url, fields)
  expect(sign({}, `u${form.signedText}`), JSON.stringify(raw)).toBe(sign(signed, 'u'))
}

/** Where readers of forms differ: separators, escapes whole and broken, NUL, bytes that are no UTF-8, names of objects. */
const nasty = [
  '&',
  '&&',
  '=',
  '==',
  '?',
  '+',
  '%',
  '%2',
  '%zz',
  '%00',
  '\0',
  '%26',
  '%3D',
  '%3d',
  '%2B',
  '%25',
  '%20',
  ';',
  '#',
  '%C3%A9',
  '%C3',
  '%ED%A0%80',
  '%F0%9F%98%80',
  '%FF',
  '%EF%BB%BF',
  '\uFEFF',
  '\uFFFD',
  'é',
  '😀',
  '\u2028',
  ' ',
  'a',
  'b',
  'B',
  'a[b]',
  'a[0]',
  '__proto__',
  'constructor',
  '0',
  '10',
  '9',
  '-1',
  'MediaUrl0',
  'x'.repeat(50),
]

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function chance(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('are read as the platform reads them, and signed as Twilio’s SDK signs them', () => {
  test('in forms of every kind', () => {
    for (const [, { form }] of [...inboundCases, ...statusCases]) expectSameReading(form)
    for (const fields of strangeFields) expectSameReading(`MessageSid=SM1&${fields}`)
    for (const text of strangeBodies) {
      // A body comes as bytes, in which no half of a surrogate pair stands alone.
      const body = Buffer.from(text).toString()
      expectSameReading(new URLSearchParams({ Body: body, ProfileName: body, [body]: '1' }).toString())
      expectSameReading(`Body=${body}&${body}`)
    }
  })

  test('in 20,000 forms of nasty pieces', () => {
    const next = chance(6)
    const pick = () => nasty[Math.floor(next() * nasty.length)] as string
    for (let round = 0; round < 20_000; round += 1) {
      expectSameReading(Array.from({ length: 1 + Math.floor(next() * 12) }, pick).join(''))
    }
  })
})
