import { validate, version } from 'uuid'
import { expect, it } from 'vitest'
import { newId } from './new-id.js'

it('makes ids of version 7, never one twice, also when its random bytes run out', () => {
  const ids = Array.from({ length: 2_000 }, newId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
})

it('makes later ids greater, by the millisecond', async () => {
  const earlier = newId()
  const before = Date.now()
  while (Date.now() === before) await Promise.resolve()
  expect(newId() > earlier).toBe(true)
})
