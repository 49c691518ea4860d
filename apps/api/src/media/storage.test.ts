import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
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
    expect(await text(await storage().get(key))).toBe('0123456789')
    expect(await text(await storage().get(key, { start: 2, end: 4 }))).toBe('234')
    expect(await text(await storage().get(key, { start: 9, end: 9 }))).toBe('9')
  })

  it('has one file under a key', async () => {
    await storage().put(key, draft('first'))
    await storage().put(key, draft('second'))
    expect(await text(await storage().get(key))).toBe('second')
  })

  it('has nothing left of what was deleted, and can be told twice', async () => {
    await storage().put(key, draft('gone'))
    await storage().delete(key)
    await storage().delete(key)
    await expect(storage().get(key)).rejects.toThrow(NotStored)
    await expect(storage().get(key, { start: 0, end: 0 })).rejects.toThrow(NotStored)
  })
})

it('leaves the folder by no key', async () => {
  const storage = new FolderStorage(join(folder, 'inside'))
  for (const key of ['../outside', '/etc/passwd', 'a/../../b', 'a\0', '']) {
    await expect(storage.put(key, draft('x'))).rejects.toThrow('no key of ours')
  }
  expect(readdirSync(folder)).not.toContain('outside')
})
