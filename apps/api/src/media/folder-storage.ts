import { constants } from 'node:fs'
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { codeOf } from '../platform/transient.js'
import { newDraftPath } from './draft-file.js'
import { NotStored, type Part, type Storage } from './storage.js'

/** Keeps files in a folder of this machine, which all processes see. */
export class FolderStorage implements Storage {
  constructor(private readonly folder: string) {}

  async put(key: string, file: string): Promise<void> {
    const path = await this.placeOf(key)
    try {
      await syncToDisk(file)
      await rename(file, path)
    } catch (error) {
      // From another disk only a copy can come.
      if (codeOf(error) !== 'EXDEV') throw error
      await this.copyTo(path, file)
    }
    await syncToDisk(dirname(path))
  }

  async copy(key: string, to: string): Promise<void> {
    const path = await this.placeOf(to)
    try {
      await this.copyTo(path, this.pathOf(key))
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new NotStored(key, { cause: error })
      throw error
    }
    await syncToDisk(dirname(path))
  }

  /** Copies to a draft first: a partial copy would otherwise stay forever if the process dies. */
  private async copyTo(path: string, file: string): Promise<void> {
    const draft = await newDraftPath(this.folder)
    try {
      await copyFile(file, draft, constants.COPYFILE_FICLONE)
      await syncToDisk(draft)
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  async get(key: string, bytes: number, part?: Part): Promise<Readable> {
    const handle = await open(this.pathOf(key)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') throw new NotStored(key, { cause: error })
      throw error
    })
    const { size } = await handle.stat()
    if (size === bytes) return handle.createReadStream(part)
    await handle.close()
    throw new NotStored(key)
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true })
  }

  /** Where a key's file goes, in a folder that is there. */
  private async placeOf(key: string): Promise<string> {
    const path = this.pathOf(key)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return path
  }

  private pathOf(key: string): string {
    if (!/^[\w-]+(\/[\w-]+)*$/.test(key)) throw new Error('not a valid storage key')
    return join(this.folder, key)
  }
}

/** After this a file, or which names a folder holds, outlives a machine that loses its power. */
async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
