import { constants } from 'node:fs'
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { codeOf } from '../platform/transient.js'
import { NotStored, type Part, type Storage } from './storage.js'

/** Keeps files in a folder of this machine, which all processes see. */
export class FolderStorage implements Storage {
  constructor(private readonly folder: string) {}

  async put(key: string, file: string): Promise<void> {
    const path = this.pathOf(key)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    try {
      await rename(file, path)
    } catch (error) {
      if (codeOf(error) !== 'EXDEV') throw error
      // From another disk: a copy would be there in part for a while.
      const beside = `${path}.${process.pid}`
      await copyFile(file, beside, constants.COPYFILE_FICLONE)
      await rename(beside, path)
    }
  }

  async get(key: string, part?: Part): Promise<Readable> {
    try {
      const handle = await open(this.pathOf(key))
      return handle.createReadStream(part)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new NotStored(key, { cause: error })
      throw error
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true })
  }

  private pathOf(key: string): string {
    if (!/^[\w-]+(\/[\w-]+)*$/.test(key)) throw new Error('that is no key of ours')
    return join(this.folder, key)
  }
}
