import { expect, it } from 'vitest'
import { readId } from './id-param.js'

it('reads an id as the database writes it, in whichever letters it comes', () => {
  const id = '0197d2c4-9f3a-7abc-8def-0123456789ab'
  expect([readId(id), readId(id.toUpperCase())]).toEqual([id, id])
  expect(['', 'unread', `${id}0`, ` ${id}`].map(readId)).toEqual([null, null, null, null])
})
