import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { FlatForm } from './flat-form.js'

export interface SignedRequest {
  /** X-Twilio-Signature, if the request had one. */
  signature: string | undefined
  /** The URL as Twilio requested it, with its query and without a fragment. */
  url: string
  form: FlatForm
  /**
   * Only for a body that is not a form: its bytes, whose hash stands in the URL as bodySHA256. No webhook of ours takes
   * one; the published vectors, which every check of Twilio's signatures has to pass, hold some.
   */
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
  const fields = request.rawBody === undefined ? request.form.signedText : ''
  return urlsTwilioMaySign(request.url).some((url) => {
    const expected = createHmac('sha1', authToken).update(url + fields)
    return isSame(given, Buffer.from(expected.digest('base64')))
  })
}

function hasBodyHash(url: string, rawBody: string): boolean {
  const stated = new URL(url).searchParams.get('bodySHA256') ?? ''
  return isSame(Buffer.from(stated), Buffer.from(createHash('sha256').update(rawBody).digest('hex')))
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * Twilio signs the URL without the port, or with it, even the default one; which is not documented to be fixed.
 * First as it stands, which is what nearly every signature fits.
 */
function urlsTwilioMaySign(url: string): string[] {
  const parts = /^(https?:\/\/)([^/?#]*@)?([^/?#:]*)(:\d+)?([^#]*)/i.exec(url)
  if (!parts) return [url]
  const [, scheme = '', user = '', host = '', port, rest = ''] = parts
  const standardPort = scheme.toLowerCase() === 'https://' ? ':443' : ':80'
  const without = scheme + user + host + rest
  const withPort = scheme + user + host + (port ?? standardPort) + rest
  return port === undefined ? [without, withPort] : [withPort, without]
}
