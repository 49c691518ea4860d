import { expect, it, vi } from 'vitest'

it('stands at the earliest of the answers, and passes over one that does not say where it stands', async () => {
  vi.resetModules()
  const { earliestAnswer, noteAnswer } = await import('./heard')
  noteAnswer(undefined)
  expect(earliestAnswer()).toBeNull()
  for (const eventId of [7, 5, 9]) noteAnswer(eventId)
  noteAnswer(undefined)
  expect(earliestAnswer()).toBe(5)
})
