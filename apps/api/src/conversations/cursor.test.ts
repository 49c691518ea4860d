import { expect, it } from 'vitest'
import { AppError } from '../platform/app-error.js'
import { readCursor, writeCursor } from './cursor.js'

it('comes back as the place it was made of', () => {
  const place = { position: 1_763_758_800_123_456n, id: '01998f3e-7c1a-7000-8000-0123456789ab' }
  expect(readCursor(writeCursor(place))).toEqual({ ...place, towards: 'older' })
  expect(readCursor(writeCursor(place, 'newer'))).toEqual({ ...place, towards: 'newer' })
})

const made = (id: string) => writeCursor({ position: 5n, id })

it.each([
  '',
  '5',
  'MTIz',
  writeCursor({ position: -1n, id: 'x' }),
  Buffer.from('5 01998f3e-7c1a-7000-8000-0123456789ab sideways').toString('base64url'),
  made('-'.repeat(36)),
  made('a'.repeat(36)),
  made('01998f3e7c1a70008000-0123456789ab---'),
  '🙂',
])('is refused when made up: %j', (cursor) => {
  expect(() => readCursor(cursor)).toThrow(AppError)
})
