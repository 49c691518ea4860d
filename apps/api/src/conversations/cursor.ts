import { validate } from 'uuid'
import { AppError } from '../platform/app-error.js'

/** Where a page ended. */
export interface Place {
  position: bigint
  id: string
}

/** A place as a text that clients only pass back. */
export function writeCursor({ position, id }: Place): string {
  return Buffer.from(`${position} ${id}`).toString('base64url')
}

/** @throws {AppError} invalid_request for a text that is none of ours */
export function readCursor(cursor: string): Place {
  const [, position, id] =
    /^(\d{1,18}) ([\da-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!position || !id || !validate(id)) {
    throw new AppError('cursor')
  }
  return { position: BigInt(position), id }
}
