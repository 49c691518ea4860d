import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export interface SecretKey {
  id: string
  key: Buffer
}

/** The keys secrets are sealed with; the first seals, all of them open. */
export type SecretKeys = SecretKey[]

/**
 * Seals a text with AES-256-GCM (NIST SP 800-38D). `boundTo` names what the secret belongs to and is
 * authenticated with it: the result can't be moved to another row and still be opened.
 * @returns `v1.KEYID.NONCE.TAG.CIPHERTEXT`, base64url parts
 */
export function seal(keys: SecretKeys, plaintext: string, boundTo: string): string {
  const current = keys[0]
  if (!current) throw new Error('There is no encryption key.')
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(boundTo))
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  const parts = [nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))
  return ['v1', current.id, ...parts].join('.')
}

/**
 * Opens what `seal` made.
 * @throws when the key it names is not configured, or the text was altered or bound to something else
 */
export function open(keys: SecretKeys, sealed: string, boundTo: string): string {
  const [version, keyId, nonce, tag, ciphertext] = sealed.split('.')
  if (version !== 'v1' || !nonce || !tag || ciphertext === undefined)
    throw new Error('This is not a sealed secret.')
  const found = keys.find(({ id }) => id === keyId)
  if (!found)
    throw new Error(`The secret was sealed with key "${keyId}", which ENCRYPTION_KEYS does not list.`)
  const decipher = createDecipheriv('aes-256-gcm', found.key, Buffer.from(nonce, 'base64url'))
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(Buffer.from(tag, 'base64url'))
  return decipher.update(Buffer.from(ciphertext, 'base64url'), undefined, 'utf8') + decipher.final('utf8')
}

/** The id of the key that sealed a text. */
export function keyIdOf(sealed: string): string | undefined {
  return sealed.split('.')[1]
}
