import { randomBytes } from 'node:crypto'

/** A sid as Twilio makes them: what it names in two letters, and 32 hexadecimal digits. */
export function newSid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex')
}
