import { expect, it } from 'vitest'
import { Clock } from './clock.js'

it('moving the clock lets what waited happen, and leaves the rest waiting', async () => {
  const clock = new Clock()
  const happened: string[] = []
  const soon = new Promise<void>((resolve) => {
    clock.after(3_600_000, () => {
      happened.push('in an hour')
      resolve()
    })
  })
  clock.after(48 * 3_600_000, () => happened.push('in two days'))
  clock.advance(24 * 3_600_000)
  await soon
  expect(happened).toEqual(['in an hour'])
  expect(clock.now() - Date.now()).toBeGreaterThanOrEqual(24 * 3_600_000 - 5)
  clock.cancelAll()
})
