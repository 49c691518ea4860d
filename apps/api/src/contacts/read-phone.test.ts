import { readOutside } from '@cloudpa/testing/cases'
import { describe, expect, it } from 'vitest'
import { readPhone } from './read-phone.js'

interface Example {
  region: string
  e164: string
  national: string
  international: string
}
interface Parsed {
  input: string
  region: string
  e164: string
  /** Whether it is so with the metadata of today. */
  real_metadata: boolean
}

const examples: Example[] = [
  { region: 'ES', e164: '+34612345678', national: '612 34 56 78', international: '+34 612 34 56 78' },
  { region: 'BR', e164: '+5511961234567', national: '(11) 96123-4567', international: '+55 11 96123 4567' },
  ...(readOutside<{ cases: Example[] }>('phone-example-numbers.json')?.cases ?? []),
]
const parsed: Parsed[] = [
  { input: '＋３４　６１２　３４５　６７８', region: 'SG', e164: '+34612345678', real_metadata: true },
  { input: '++34 612 345 678', region: 'PL', e164: '+34612345678', real_metadata: true },
  { input: '+0034 612 345 678', region: 'PL', e164: '+34612345678', real_metadata: true },
  { input: 'tel:+34-612-345-678', region: 'PL', e164: '+34612345678', real_metadata: true },
]
const outside = readOutside<{ parse_ok: Parsed[]; parse_fails: { input: string; region: string }[] }>(
  'phone-phonenumberutil-parse.json',
)

describe('a phone number', () => {
  it('of any country is read as it is written there, abroad and by Twilio', () => {
    for (const { region, e164, national, international } of examples) {
      const plain = e164.slice(1)
      for (const written of [international, e164, plain, `whatsapp:${e164}`, `whatsapp:${plain}`])
        expect([written, readPhone(written, null)]).toEqual([written, e164])
      expect([region, readPhone(national, region)]).toEqual([region, e164])
    }
  })

  it.each(parsed)('$input is $e164', ({ input, region, e164 }) => {
    expect(readPhone(input, region)).toBe(e164)
  })

  it('is never taken for another one', () => {
    const known = [...parsed, ...(outside?.parse_ok ?? [])].filter((each) => each.real_metadata)
    for (const { input, region, e164 } of known)
      expect([input, readPhone(input, region) ?? e164]).toEqual([input, e164])
    for (const input of ['Tom', '12', '+', ...(outside?.parse_fails ?? []).map((each) => each.input)])
      expect([input, readPhone(input, null)]).toEqual([input, undefined])
  })
})
