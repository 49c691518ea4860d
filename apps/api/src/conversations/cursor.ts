import { validate } from 'uuid'
import { AppError } from '../platform/app-error.js'

/** Where a page ended. */
export interface Place {
  position: bigint
  id: string
}

/** A cursor leads away from a place: to what is older, or to what is newer. */
export interface PlaceToGoOnFrom extends Place {
  towards: 'older' | 'newer'
}

/** A place as a text that clients only pass back. */
export function writeCursor({ position, id }: Place, towards: PlaceToGoOnFrom['towards'] = 'older'): string {
  return Buffer.from(`${position} ${id}${towards === 'newer' ? ' newer' : ''}`).toString('base64url')
}

/** @throws {AppError} invalid_request for a text that is none of ours */
export function readCursor(cursor: string): PlaceToGoOnFrom {
  const [, position, id, newer] =
    /^(\d{1,18}) ([\da-f-]{36})( newer)?$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!position || !id || !validate(id)) {
    throw new AppError('cursor')
  }
  return { position: BigInt(position), id, towards: newer ? 'newer' : 'older' }
}
