import { expect, it, vi } from 'vitest'
import { useAnnouncement } from './announcer'

it('says one after the other what comes at once, and the same again as news', () => {
  vi.useFakeTimers()
  const said: string[] = []
  useAnnouncement.subscribe(({ text }) => said.push(text))
  const { announce } = useAnnouncement.getState()
  for (const text of ['A note', 'A message', 'A message']) announce(text)
  expect(said).toEqual(['A note'])
  vi.runAllTimers()
  expect(said).toEqual(['A note', 'A message', 'A message\u00a0'])
  announce('Later')
  expect(said.at(-1)).toBe('Later')
  vi.useRealTimers()
})
