import type { FileToSend } from './carried'

/** A file that was chosen names its message: should two tabs send it at one moment, it is one. What was sent before is new. */
export const clientIdOf = (file: FileToSend | undefined) =>
  file && file.id !== file.mediumId ? file.id : newClientId()

/** A clientId that nobody else has. crypto.randomUUID needs https or localhost; an office network on plain http gets the same from random bytes. */
export function newClientId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
}
