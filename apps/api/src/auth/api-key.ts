import { createHmac } from 'node:crypto'
import { hashOf, makeToken } from './secret-token.js'

const mark = 'cpa_'
const shape = /^cpa_[A-Za-z0-9_-]{43}$/

/** An API key: a mark to recognise it by (in a leak scanner, say) and 256 random bits. */
export function makeKey(): string {
  return mark + makeToken()
}

/** The key a seeded org gets: the same each time, and not to be guessed without the installation's secret. */
export function makeSeedKey(secret: string, orgId: string): string {
  return mark + createHmac('sha256', secret).update(orgId).digest('base64url')
}

export function isKey(text: string): boolean {
  return shape.test(text)
}

/** What is stored of a key. */
export function storedFormOf(key: string): { prefix: string; hash: string } {
  return { prefix: key.slice(0, 10), hash: hashOf(key) }
}
