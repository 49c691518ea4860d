import { readOutside, signatureVectors, type SignatureVector } from '@cloudpa/testing/cases'
import { describe, expect, it } from 'vitest'
import { sign } from '../../test/post-form.js'
import { FlatForm } from './flat-form.js'
import { isSignedByTwilio } from './signature.js'

function formOf(params: SignatureVector['params']): FlatForm {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(params ?? {})) {
    for (const one of [value].flat()) form.append(name, one ?? '')
  }
  return new FlatForm(form.toString())
}

const vectors = [...signatureVectors, ...(readOutside<SignatureVector[]>('signature-vectors.json') ?? [])]

describe('our own vectors, and those of Twilio’s SDKs where they are at hand', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const valid = isSignedByTwilio(vector.token, {
      signature: vector.signature ?? undefined,
      url: vector.url,
      form: formOf(vector.params),
      ...(vector.body === null ? {} : { rawBody: vector.body }),
    })
    expect(valid).toBe(vector.expect_valid)
  })
})

describe('flat fields', () => {
  const url = 'https://inbox.example/webhook?a=b'

  it.each([
    'a[b]=c&a[0]=d&a=e',
    '__proto__=5&constructor=6&toString=7',
    'x=%2B1&y=+1&z=%',
    'same=2&same=1&same=2',
    'empty=&bare',
    'emoji=%F0%9F%98%80&nul=a%00b',
  ])('signs and checks %s', (raw) => {
    const form = new FlatForm(raw)
    expect(isSignedByTwilio('token', { signature: sign('token', url, raw), url, form })).toBe(true)
    expect(isSignedByTwilio('other', { signature: sign('token', url, raw), url, form })).toBe(false)
  })
})
