import type { Readable } from 'node:stream'

export const STORAGE = Symbol('STORAGE')

/** Nothing is kept under this key. */
export class NotStored extends Error {}

/** A part of a file: from the first byte to the last, both included. */
export interface Part {
  start: number
  end: number
}

/** Where files are kept, each whole under a key that only we choose: letters, digits, - and / between its parts. */
export interface Storage {
  /**
   * Keeps a file, in the place of one that has its key. It is there whole or not at all.
   * @param file a path on this machine. It may be gone afterwards.
   */
  put(key: string, file: string): Promise<void>
  /**
   * Keeps a file a second time, in the place of one that has that key.
   * @throws {NotStored}
   */
  copy(key: string, to: string): Promise<void>
  /**
   * @param bytes how many it has: what has another number, as after a loss of power, is not what was kept
   * @throws {NotStored}
   */
  get(key: string, bytes: number, part?: Part): Promise<Readable>
  /** Of one that is not there nothing is left to do. */
  delete(key: string): Promise<void>
}
