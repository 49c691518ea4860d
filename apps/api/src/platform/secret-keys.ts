import { createHmac, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Inject, type Provider } from '@nestjs/common'
import type { SystemClient } from '@cloudpa/db'
import type { Env } from '../env.js'
import { patiently } from './await-database.js'
import { ENV } from './config.js'
import { SYSTEM } from './database.js'
import { StartError } from './process.js'
import { keyIdOf, type SecretKey, type SecretKeys } from './secret-box.js'

export const SECRET_KEYS = Symbol('SECRET_KEYS')
export const InjectSecretKeys = () => Inject(SECRET_KEYS)

/**
 * The keys of ENCRYPTION_KEYS, or one made at the first start and kept in DATA_DIR/encryption-key.
 * Several machines must share ENCRYPTION_KEYS; a file of one machine cannot be opened by another.
 * @throws {StartError} when the file is missing or broken, and the database sealed: a new key would open nothing
 */
async function provideSecretKeys(env: Env, system: SystemClient): Promise<SecretKeys> {
  if (env.ENCRYPTION_KEYS) return env.ENCRYPTION_KEYS.map(readKey)
  const file = keyFileIn(env.DATA_DIR)
  const key = readKey(readKeyFile(file) ?? (await makeKeyFile(file, env, system)))
  if (key.key.length === 32) return [key]
  throw new StartError(`${file} is empty or broken. Restore it from the backup.`)
}

function readKey(line: string): SecretKey {
  const [id = '', base64 = ''] = line.split(':')
  return { id, key: Buffer.from(base64, 'base64') }
}

/** Eight hex digits that tell keys apart and say nothing of them, so that logs and the database may show them. */
export function fingerprintOf({ key }: SecretKey): string {
  return createHmac('sha256', key).update('cloudpa fingerprint').digest('hex').slice(0, 8)
}

/** Where this process has its keys from, for the operator. */
export function describeKeySource(env: Env): string {
  return env.ENCRYPTION_KEYS ? 'ENCRYPTION_KEYS' : keyFileIn(env.DATA_DIR)
}

const keyFileIn = (dataDir: string) => join(resolve(dataDir), 'encryption-key')

function readKeyFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function makeKeyFile(file: string, env: Env, system: SystemClient): Promise<string> {
  const sealed = await patiently(env, () => system.installation.findFirst())
  if (!sealed) return writeKeyFile(file)
  // Whoever started at the same moment has written its key before it sealed with it.
  const line = readKeyFile(file)
  if (line !== undefined) return line
  const name = `"${keyIdOf(sealed.secretSealed)}" (fingerprint ${sealed.keyFingerprint})`
  throw new StartError(
    `This database is sealed with the key ${name}, and ${file} is missing. ` +
      'Restore it from the backup, or give this process the ENCRYPTION_KEYS of the others.',
  )
}

function writeKeyFile(file: string): string {
  mkdirSync(dirname(file), { recursive: true })
  // Written aside and linked into place, so that two processes starting at once agree on one whole key.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `local:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8').trim()
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

export const secretKeysProvider: Provider = {
  provide: SECRET_KEYS,
  inject: [ENV, SYSTEM],
  useFactory: provideSecretKeys,
}
