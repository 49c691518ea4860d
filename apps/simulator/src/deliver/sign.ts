import { createHash, createHmac } from 'node:crypto'
import type { Form } from '../model.js'

/**
 * The text Twilio signs for a form: the URL as it was given, then every name with its values, names in
 * code-unit order, values sorted and each once (Twilio's security guide; the helper libraries' vectors).
 */
export function signatureBase(url: string, form: Form): string {
  const valuesByName = new Map<string, Set<string>>()
  for (const [name, value] of form) {
    const values = valuesByName.get(name)
    if (values === undefined) valuesByName.set(name, new Set([value]))
    else values.add(value)
  }
  const names = [...valuesByName.keys()].sort()
  const pairs = names.map((name) =>
    [...(valuesByName.get(name) ?? [])]
      .sort()
      .map((value) => name + value)
      .join(''),
  )
  return url + pairs.join('')
}

/** The X-Twilio-Signature of a base text: HMAC-SHA1 with the account's auth token, in base64. */
export function sign(authToken: string, base: string): string {
  return createHmac('sha1', authToken).update(base, 'utf8').digest('base64')
}

/** The bodySHA256 that stands in the URL when the body is no form. */
export function bodySha256(body: string): string {
  return createHash('sha256').update(body, 'utf8').digest('hex')
}
