import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FolderStorage } from './folder-storage.js'
import { S3Storage } from './s3-storage.js'
import { NotStored, type Storage } from './storage.js'

const folder = mkdtempSync(join(tmpdir(), 'cloudpa-storage-'))
const service = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: join(folder, 's3'),
  configureBuckets: [{ name: 'media', configs: [] }],
})
let s3: Storage
beforeAll(async () => {
  const { port } = await service.run()
  s3 = new S3Storage(`http://S3RVER:S3RVER@127.0.0.1:${port}/media?region=us-east-1`)
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true })
})

const draft = (content: string) => {
  const path = join(folder, `draft-${Math.random()}`)
  writeFileSync(path, content)
  return path
}

describe.each([
  ['a folder', () => new FolderStorage(join(folder, 'kept'))],
  ['a bucket', () => s3],
])('%s', (_, storage) => {
  const key = '0190a1b2-0000-7000-8000-00001234abcd/0190a1b2-0000-7000-8000-00005678abcd'

  it('keeps a file, and gives it whole and in parts', async () => {
    await storage().put(key, draft('0123456789'))
    expect(await text(await storage().get(key, 10))).toBe('0123456789')
    expect(await text(await storage().get(key, 10, { start: 2, end: 4 }))).toBe('234')
    expect(await text(await storage().get(key, 10, { start: 9, end: 9 }))).toBe('9')
  })

  it('has one file under a key', async () => {
    await storage().put(key, draft('first'))
    await storage().put(key, draft('second'))
    expect(await text(await storage().get(key, 6))).toBe('second')
  })

  it('gives no file that has lost a part, or has more than was kept', async () => {
    await storage().put(key, draft('0123456789'))
    for (const bytes of [0, 9, 11]) {
      await expect(storage().get(key, bytes)).rejects.toThrow(NotStored)
      await expect(storage().get(key, bytes, { start: 0, end: 4 })).rejects.toThrow(NotStored)
    }
  })

  it('deletes completely, and deleting twice is harmless', async () => {
    await storage().put(key, draft('gone'))
    await storage().delete(key)
    await storage().delete(key)
    await expect(storage().get(key, 4)).rejects.toThrow(NotStored)
    await expect(storage().get(key, 4, { start: 0, end: 0 })).rejects.toThrow(NotStored)
  })
})

describe('a folder', () => {
  const kept = join(folder, 'on-disk')
  const storage = new FolderStorage(kept)
  const drafts = () => (existsSync(join(kept, '.drafts')) ? readdirSync(join(kept, '.drafts')) : [])

  // The tests' own folder may be in memory, or on the disk: where the other one is, a file is from another disk.
  const others = ['/dev/shm', '/tmp', import.meta.dirname].filter((path) => existsSync(path))
  const elsewhere = others.find((path) => statSync(path).dev !== statSync(folder).dev)

  it.skipIf(!elsewhere)('takes a file from another disk, and leaves no part when that fails', async () => {
    const other = mkdtempSync(join(elsewhere ?? '', 'cloudpa-storage-'))
    try {
      writeFileSync(join(other, 'a'), 'from elsewhere')
      await storage.put('org/a', join(other, 'a'))
      expect(await text(await storage.get('org/a', 14))).toBe('from elsewhere')
      // Nothing takes the place of a folder: the copy is made, and then has nowhere to go.
      await storage.put('org/full/a', draft('x'))
      await expect(storage.put('org/full', join(other, 'a'))).rejects.toThrow()
      await expect(storage.copy('org/a', 'org/full')).rejects.toThrow()
      expect([drafts(), readdirSync(join(kept, 'org')).toSorted()]).toEqual([[], ['a', 'full']])
    } finally {
      rmSync(other, { recursive: true })
    }
  })

  it('keeps a copy beside what it was copied from', async () => {
    await storage.put('org/b', draft('twice'))
    await storage.copy('org/b', 'org/c')
    expect(await text(await storage.get('org/c', 5))).toBe('twice')
    expect(await text(await storage.get('org/b', 5))).toBe('twice')
    await expect(storage.copy('org/none', 'org/d')).rejects.toThrow(NotStored)
    expect(drafts()).toEqual([])
  })
})

it('refuses keys that would leave the folder', async () => {
  const storage = new FolderStorage(join(folder, 'inside'))
  for (const key of ['../outside', '/etc/passwd', 'a/../../b', 'a\0', '']) {
    await expect(storage.put(key, draft('x'))).rejects.toThrow('not a valid storage key')
  }
  expect(readdirSync(folder)).not.toContain('outside')
})

describe('a bucket far away', () => {
  /** What stands where a bucket does, and has its own pace. */
  async function withService(answer: RequestListener, ask: (storage: Storage) => Promise<void>) {
    const server = createServer(answer)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    try {
      const { port } = server.address() as AddressInfo
      await ask(new S3Storage(`http://K:S@127.0.0.1:${port}/media`, 400))
    } finally {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    }
  }

  it('may take as long as it goes on', async () => {
    const slow: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' })
      let sent = 0
      const pace = setInterval(() => {
        sent += 1
        if (sent < 10) return response.write('x')
        clearInterval(pace)
        return response.end('x')
      }, 100)
    }
    await withService(slow, async (storage) => {
      expect(await text(await storage.get('a', 10))).toBe('x'.repeat(10))
    })
  })

  it('is left when it goes silent, or never answers', async () => {
    const silent: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('x')
    }
    await withService(silent, async (storage) => {
      await expect(storage.get('a', 10).then(text)).rejects.toThrow('silent')
    })
    await withService(
      () => undefined,
      async (storage) => {
        await expect(storage.get('a', 10)).rejects.toThrow()
      },
    )
  })
})
