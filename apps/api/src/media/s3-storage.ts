import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { S3mini } from 's3mini'
import { fetchConfigured } from '../platform/outside-fetch.js'
import { NotStored, type Part, type Storage } from './storage.js'

/** Of one request, in milliseconds: the largest file over a slow line. */
const timeoutMs = 60_000

/** Keeps files in a bucket of a service that speaks S3. */
export class S3Storage implements Storage {
  private readonly bucket: S3mini

  /** @param address `https://KEY:SECRET@HOST/BUCKET`, with `?region=` where the service has regions */
  constructor(address: string) {
    const { username, password, origin, pathname, searchParams } = new URL(address)
    this.bucket = new S3mini({
      accessKeyId: decodeURIComponent(username),
      secretAccessKey: decodeURIComponent(password),
      endpoint: `${origin}${pathname}`,
      region: searchParams.get('region') ?? 'auto',
      requestAbortTimeout: timeoutMs,
      fetch: fetchConfigured,
    })
  }

  async put(key: string, file: string): Promise<void> {
    // A blob of a file is read as it is sent. What a file is nobody but the database says.
    await this.bucket.putObject(key, await openAsBlob(file), 'application/octet-stream')
  }

  async get(key: string, part?: Part): Promise<Readable> {
    // Its ends are the first byte and the one behind the last.
    const range: [whole: boolean, from?: number, to?: number] = part
      ? [false, part.start, part.end + 1]
      : [true]
    const { body, status } = await this.bucket.getObjectRaw(key, ...range).catch((error: unknown) => {
      if (statusOf(error) === 404) throw new NotStored(key, { cause: error })
      throw error
    })
    if (status === 404 || !body) throw new NotStored(key)
    return Readable.fromWeb(body as ReadableStream)
  }

  async delete(key: string): Promise<void> {
    await this.bucket.deleteObject(key).catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error
    })
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
}
