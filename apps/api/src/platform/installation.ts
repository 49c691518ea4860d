import { hkdfSync, randomBytes } from 'node:crypto'
import type { Installation as InstallationRow, SystemClient } from '@cloudpa/db'
import { Logger, type Provider } from '@nestjs/common'
import type { Env } from '../env.js'
import { patiently } from './await-database.js'
import { ENV } from './config.js'
import { SYSTEM } from './database.js'
import { StartError } from './process.js'
import { keyIdOf, open, seal, type SecretKey, type SecretKeys } from './secret-box.js'
import { describeKeySource, fingerprintOf, SECRET_KEYS } from './secret-keys.js'

const boundTo = 'installation/secret'

/** This installation, by a secret of its own. It outlives the encryption keys, which only seal it. */
export class Installation {
  constructor(private readonly secret: Buffer) {}

  /** A secret for one purpose (session cookies, …), so that none needs a variable of its own (RFC 5869). */
  deriveSecret(purpose: string): string {
    return Buffer.from(hkdfSync('sha256', this.secret, '', `cloudpa ${purpose}`, 32)).toString('base64url')
  }
}

/**
 * Opens the installation's secret, or makes it at the first start; one that an older key sealed is sealed again with the
 * first. Any number of processes may do so at once.
 * @param source where the keys come from, for the operator
 * @throws {StartError} when none of the keys is the one that sealed it: this process could open no Auth Token either
 */
export async function openInstallation(
  system: SystemClient,
  keys: SecretKeys,
  source = 'ENCRYPTION_KEYS',
): Promise<Installation> {
  for (;;) {
    const row = await system.installation.findFirst()
    if (!row) {
      const data = sealWithFirst(keys, randomBytes(32).toString('base64url'))
      await system.installation.createMany({ data: [data], skipDuplicates: true })
      continue
    }
    const key = keys.find((one) => one.id === keyIdOf(row.secretSealed) && isKeyOf(row, one))
    if (!key) throw new StartError(describeMismatch(row, keys, source))
    const secret = open([key], row.secretSealed, boundTo)
    // Who is overtaken looks again: what is there now may be sealed with a key that this process does not have.
    if (key === keys[0] || (await reseal(system, row, sealWithFirst(keys, secret)))) {
      return new Installation(Buffer.from(secret, 'base64url'))
    }
  }
}

type Sealed = Pick<InstallationRow, 'secretSealed' | 'keyFingerprint'>

function sealWithFirst(keys: SecretKeys, secret: string): Sealed {
  const [first] = keys
  if (!first) throw new Error('There is no encryption key.')
  return { secretSealed: seal(keys, secret, boundTo), keyFingerprint: fingerprintOf(first) }
}

async function reseal(system: SystemClient, { secretSealed }: Sealed, data: Sealed): Promise<boolean> {
  const { count } = await system.installation.updateMany({ where: { secretSealed }, data })
  if (count === 1) {
    const sentence = `sealed with key "${keyIdOf(data.secretSealed)}" from now on: every process must list it`
    new Logger('installation').log(sentence)
  }
  return count === 1
}

const isKeyOf = ({ keyFingerprint }: Sealed, key: SecretKey) => fingerprintOf(key) === keyFingerprint

function describeMismatch(
  { secretSealed, keyFingerprint }: Sealed,
  keys: SecretKeys,
  source: string,
): string {
  const name = (id: string | undefined, fingerprint: string) => `"${id}" (fingerprint ${fingerprint})`
  const own = keys.map((key) => name(key.id, fingerprintOf(key))).join(', ')
  return (
    `This database is sealed with the key ${name(keyIdOf(secretSealed), keyFingerprint)}, ` +
    `and ${source} has ${own}. Give every process the same ENCRYPTION_KEYS, ` +
    'and keep an old key behind the new one: NEW,OLD.'
  )
}

export const installationProvider: Provider = {
  provide: Installation,
  inject: [SYSTEM, SECRET_KEYS, ENV],
  useFactory: (system: SystemClient, keys: SecretKeys, env: Env) =>
    patiently(env, () => openInstallation(system, keys, describeKeySource(env))),
}
