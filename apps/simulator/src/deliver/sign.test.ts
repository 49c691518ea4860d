import { readOutside, signatureVectors, type SignatureVector } from '@cloudpa/testing/cases'
import { describe, expect, it } from 'vitest'
import type { Form } from '../model.js'
import { bodySha256, sign, signatureBase } from './sign.js'

const vectors = [...signatureVectors, ...(readOutside<SignatureVector[]>('signature-vectors.json') ?? [])]

describe('our own signature vectors, and the published ones where they are at hand', () => {
  for (const vector of vectors) {
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

function formOf({ params }: SignatureVector): Form {
  return Object.entries(params ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): Form[number] => [name, each]),
  )
}
