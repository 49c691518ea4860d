import { timingSafeEqual } from 'node:crypto'
import { createRequire } from 'node:module'
import type { FlatForm } from './flat-form.js'

// The deep path of a CommonJS package: Node's ESM loader wants the file, TypeScript the declaration beside it.
const { getExpectedBodyHash, getExpectedTwilioSignature } = createRequire(import.meta.url)(
  'twilio/lib/webhooks/webhooks.js',
) as typeof import('twilio/lib/webhooks/webhooks.js')

export interface SignedRequest {
  /** X-Twilio-Signature, if the request had one. */
  signature: string | undefined
  /** The URL as Twilio requested it, with its query and without a fragment. */
  url: string
  form: FlatForm
  /** Only for a body that is not a form: its bytes, whose hash stands in the URL as bodySHA256. */
  rawBody?: string
}

/**
 * Whether Twilio signed this request with `authToken`: HMAC-SHA1 over the URL and every form field, sorted
 * (https://www.twilio.com/docs/usage/security#validating-requests).
 *
 * The SDK's own validateRequest is not used: it also accepts the URL with its host in lower case, which one of
 * Twilio's published vectors says to refuse.
 */
export function isSignedByTwilio(authToken: string, request: SignedRequest): boolean {
  if (!request.signature) return false
  if (request.rawBody !== undefined && !hasBodyHash(request.url, request.rawBody)) return false
  const given = Buffer.from(request.signature)
  const params = request.rawBody === undefined ? request.form.signedFields : {}
  return urlsTwilioMaySign(request.url).some((url) => {
    const expected = Buffer.from(getExpectedTwilioSignature(authToken, url, params))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function hasBodyHash(url: string, rawBody: string): boolean {
  const stated = new URL(url).searchParams.get('bodySHA256') ?? ''
  const actual = getExpectedBodyHash(rawBody)
  return stated.length === actual.length && timingSafeEqual(Buffer.from(stated), Buffer.from(actual))
}

/** Twilio signs the URL without the port, or with it, even the default one; which is not documented to be fixed. */
function urlsTwilioMaySign(url: string): string[] {
  const parts = /^(https?:\/\/)([^/?#]*@)?([^/?#:]*)(:\d+)?([^#]*)/i.exec(url)
  if (!parts) return [url]
  const [, scheme = '', user = '', host = '', port, rest = ''] = parts
  const standardPort = scheme.toLowerCase() === 'https://' ? ':443' : ':80'
  return [scheme + user + host + rest, scheme + user + host + (port ?? standardPort) + rest]
}
