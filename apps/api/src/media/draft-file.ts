import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { v7 as newName } from 'uuid'
import type { Env } from '../env.js'

/** A draft of a process that died is older than any that is still written to. */
const forgottenMs = 3_600_000

export const mediaFolder = ({ DATA_DIR }: Pick<Env, 'DATA_DIR'>): string => join(resolve(DATA_DIR), 'media')
/** On the disk of the folder storage, so that keeping a draft is a matter of its name. */
const draftsIn = (folder: string): string => join(folder, '.drafts')

/** What came, as it stands in a file: none of it was ever in memory as a whole. */
export interface Draft {
  path: string
  bytes: number
  sha256: string
}

/** A path for a file of our own that nobody else writes to. Whoever takes it removes it. */
export async function newDraftPath(folder: string): Promise<string> {
  await mkdir(draftsIn(folder), { recursive: true, mode: 0o700 })
  return join(draftsIn(folder), newName())
}

/** Writes what comes to a file. @throws what the source fails with */
export async function writeDraft(path: string, source: Readable): Promise<Draft> {
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(source, count, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  return { path, bytes, sha256: hash.digest('hex') }
}

/** Removes what processes that were killed left behind. */
export async function removeOldDrafts(folder: string): Promise<void> {
  const drafts = draftsIn(folder)
  const names = await readdir(drafts).catch(() => [])
  for (const name of names) {
    const path = join(drafts, name)
    // Another worker may be at the same.
    const made = await stat(path).catch(() => undefined)
    if (made && Date.now() - made.mtimeMs > forgottenMs) await rm(path, { force: true })
  }
}
