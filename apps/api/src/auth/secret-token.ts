import { createHash, randomBytes } from 'node:crypto'

/** A secret that nobody guesses: 256 random bits, fit for a link. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret. Its 256 bits need no slow hash: there is nothing to guess. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
