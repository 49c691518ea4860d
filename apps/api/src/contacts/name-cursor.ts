import { validate } from 'uuid'
import { z } from 'zod'
import { AppError } from '../platform/app-error.js'
import type { NamePlace } from './contacts.queries.js'

/** A name is kept to its first hundred characters, of which each may be two of JavaScript's. */
const Place = z.tuple([z.string().max(200), z.string().refine((id) => validate(id))])

/** A place in the list by name as a text that clients only pass back. */
export function writeNameCursor({ sortName, id }: NamePlace): string {
  return Buffer.from(JSON.stringify([sortName, id])).toString('base64url')
}

/** @throws {AppError} invalid_request for a text that is none of ours */
export function readNameCursor(cursor: string): NamePlace {
  try {
    const [sortName, id] = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    // PostgreSQL has no such text.
    if (!sortName.includes('\0')) return { sortName, id }
  } catch (error) {
    throw new AppError('cursor', undefined, { cause: error })
  }
  throw new AppError('cursor')
}
