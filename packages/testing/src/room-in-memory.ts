import { existsSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'

const shared = '/dev/shm'
const gigabyte = 2 ** 30

/** Whether all that tests write at once, a gigabyte or two, can stand in a folder in memory and be no trouble there. */
export function isRoomy({ bavail, bsize }: { bavail: number; bsize: number }, freeBytes: number): boolean {
  return bavail * bsize >= 4 * gigabyte && freeBytes >= 6 * gigabyte
}

/**
 * Finds a folder that lives in memory: a database is three hundred files, of which a disk makes each many times as long.
 * @returns nothing where there is none, as elsewhere than on Linux, or where it is small, as in many a container
 */
export function findRoomInMemory(): string | undefined {
  return existsSync(shared) && isRoomy(statfsSync(shared), freemem()) ? shared : undefined
}
