import { expect, it } from 'vitest'
import { isRoomy } from './room-in-memory.js'

const gigabyte = 2 ** 30
const folderOf = (bytes: number) => ({ bavail: bytes / 4096, bsize: 4096 })

it.each([
  ['a machine with memory to spare', 12, 16, true],
  ['a container that gives 64 MB of it', 1 / 16, 16, false],
  ['a machine whose memory is in use', 12, 3, false],
])('tests write into memory on %s: %j', (_, folder, free, roomy) => {
  expect(isRoomy(folderOf(folder * gigabyte), free * gigabyte)).toBe(roomy)
})
