import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readCases } from '../../test/cases.js'
import type { Form } from '../model.js'
import { bodySha256, sign, signatureBase } from './sign.js'

const vectors = z.array(
  z.object({
    id: z.string(),
    token: z.string(),
    url: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).nullable(),
    body: z.string().nullable(),
    signature: z.string().nullable(),
    expect_valid: z.boolean(),
  }),
)
type Vector = z.output<typeof vectors>[number]

const cases = readCases('signature-vectors.json')

describe.skipIf(cases === undefined)('published signature vectors', () => {
  for (const vector of cases === undefined ? [] : vectors.parse(cases)) {
    it(`${vector.id}: ${vector.expect_valid ? 'valid' : 'not valid'}`, () => {
      const bodyFits = vector.body === null || vector.url.includes(`bodySHA256=${bodySha256(vector.body)}`)
      const signatures = portVariants(vector.url).map((url) =>
        sign(vector.token, signatureBase(url, formOf(vector))),
      )
      expect(bodyFits && signatures.includes(vector.signature ?? '')).toBe(vector.expect_valid)
    })
  }
})

describe('signatureBase', () => {
  it('keeps empty values and sorts names by code unit', () => {
    expect(
      signatureBase('https://a.test/', [
        ['b', '1'],
        ['a', ''],
        ['B', '2'],
      ]),
    ).toBe('https://a.test/B2ab1')
  })

  it('takes each value of a repeated name once, in order', () => {
    expect(
      signatureBase('u', [
        ['n', '2'],
        ['n', '1'],
        ['n', '2'],
      ]),
    ).toBe('un1n2')
  })
})

/** Twilio signs the URL with or without its port, and the vectors hold both. */
function portVariants(url: string): string[] {
  const port = url.startsWith('https:') ? 443 : 80
  const [, start = '', rest = ''] = /^(https?:\/\/[^/?#]+)(.*)$/.exec(url) ?? []
  const bare = start.replace(/:\d+$/, '')
  return [url, bare + rest, `${bare}:${port}${rest}`]
}

function formOf({ params }: Vector): Form {
  return Object.entries(params ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): Form[number] => [name, each]),
  )
}
