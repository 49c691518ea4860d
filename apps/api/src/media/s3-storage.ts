import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import { S3mini } from 's3mini'
import { fetchConfigured } from '../platform/outside-fetch.js'
import { NotStored, type Part, type Storage } from './storage.js'

/** Of one request until it is answered, and of the silence within an answer: the largest file over a slow line. */
const usualMs = 60_000

/** Keeps files in a bucket of a service that speaks S3. */
export class S3Storage implements Storage {
  private readonly bucket: S3mini

  /**
   * @param address `https://KEY:SECRET@HOST/BUCKET`, with `?region=` where the service has regions
   * @param timeoutMs how long an answer may take to begin, and to go on
   */
  constructor(
    address: string,
    private readonly timeoutMs = usualMs,
  ) {
    const { username, password, origin, pathname, searchParams } = new URL(address)
    this.bucket = new S3mini({
      accessKeyId: decodeURIComponent(username),
      secretAccessKey: decodeURIComponent(password),
      endpoint: `${origin}${pathname}`,
      region: searchParams.get('region') ?? 'auto',
      fetch: (url, init) => this.fetchInTime(url, init),
    })
  }

  async put(key: string, file: string): Promise<void> {
    // A blob of a file is read as it is sent. What a file is nobody but the database says.
    await this.bucket.putObject(key, await openAsBlob(file), 'application/octet-stream')
  }

  async copy(key: string, to: string): Promise<void> {
    await this.bucket.copyObject(key, to).catch((error: unknown) => {
      if (statusOf(error) === 404) throw new NotStored(key, { cause: error })
      throw error
    })
  }

  async get(key: string, bytes: number, part?: Part): Promise<Readable> {
    // Its ends are the first byte and the one behind the last.
    const range: [whole: boolean, from?: number, to?: number] = part
      ? [false, part.start, part.end + 1]
      : [true]
    const { body, status, headers } = await this.bucket
      .getObjectRaw(key, ...range)
      .catch((error: unknown) => {
        if (statusOf(error) === 404) throw new NotStored(key, { cause: error })
        throw error
      })
    if (status === 404 || !body) throw new NotStored(key)
    const size = headers.get('content-range')?.split('/')[1] ?? headers.get('content-length')
    if (Number(size ?? bytes) !== bytes) {
      await body.cancel()
      throw new NotStored(key)
    }
    return Readable.from(this.read(body), { objectMode: false })
  }

  async delete(key: string): Promise<void> {
    await this.bucket.deleteObject(key).catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error
    })
  }

  /** A signal that lasts would end the body as well, which takes as long as whoever reads it. */
  private async fetchInTime(...[url, init]: Parameters<typeof fetchConfigured>): Promise<Response> {
    const ending = new AbortController()
    const timer = setTimeout(() => ending.abort(), this.timeoutMs)
    try {
      return await fetchConfigured(url, { ...init, signal: ending.signal })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Only while more is asked for silence is counted. */
  private async *read(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    const reader = body.getReader()
    try {
      for (;;) {
        const { done, value } = await this.inTime(reader.read())
        if (done) return
        yield value
      }
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  }

  private async inTime<T>(coming: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the storage went silent')), this.timeoutMs)
    })
    try {
      return await Promise.race([coming, silence])
    } finally {
      clearTimeout(timer)
    }
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
}
