import { afterEach, expect, it } from 'vitest'
import { useJump, wishedIn } from './jump'

afterEach(() => useJump.getState().done())

it('stays wished while its conversation is the open one', () => {
  useJump.getState().ask('ana', 'message')
  useJump.getState().cameTo('ana')
  expect(wishedIn('ana')).toBe('message')
})

it.each([
  ['another conversation', 'maria'],
  ['the list', null],
])('is wished no longer once %s is shown, and not when one comes back', (_, openId) => {
  useJump.getState().ask('ana', 'message')
  useJump.getState().cameTo(openId)
  useJump.getState().cameTo('ana')
  expect(wishedIn('ana')).toBeNull()
  expect(useJump.getState().wish).toBeNull()
})
