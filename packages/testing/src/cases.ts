// What tests are fed with: `import { … } from '@cloudpa/testing/cases'`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@cloudpa/local/install'

export { signatureVectors, type SignatureVector } from './signature-vectors.js'

/** Data that nobody here wrote: in CASES_DIR, else beside the repository. A fresh clone has none. */
function outsideFolder(): string {
  return process.env.CASES_DIR || join(root, '../shared/cases')
}

/**
 * Reads a file of that data. What it is fed to runs on data of our own as well.
 * @returns undefined where there is none
 */
export function readOutside<T>(file: string): T | undefined {
  const path = join(outsideFolder(), file)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}

/** Reads every file of a folder of that data; none where there is none. */
export function readOutsideFolder<T>(folder: string): T[] {
  const path = join(outsideFolder(), folder)
  if (!existsSync(path)) return []
  return readdirSync(path).map((file) => JSON.parse(readFileSync(join(path, file), 'utf8')) as T)
}
