import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { timeAhead, useSnoozing } from './snoozing'

beforeEach(() => vi.stubGlobal('window', { matchMedia: () => ({ matches: true, addEventListener() {} }) }))
afterEach(() => {
  useSnoozing.getState().close()
  vi.unstubAllGlobals()
})

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  timeAhead({ key, altKey: false, repeat: false, ...more } as KeyboardEvent)

it('keeps what is typed before the field is there, and nothing of it is a shortcut', () => {
  expect(press('e')).toBe(false)
  useSnoozing.getState().ask(['a'], null)
  for (const key of ['t', 'u', 'x', 'Backspace', 'e', ' ', '9', 'Enter']) expect(press(key)).toBe(true)
  expect(press('9', { repeat: true })).toBe(true)
  expect(useSnoozing.getState().typed).toBe('tue 9')
  useSnoozing.getState().ask(['b'], null)
  expect(useSnoozing.getState().typed).toBe('')
})

it('Escape takes the question back', () => {
  useSnoozing.getState().ask(['a'], null)
  expect(press('Escape')).toBe(true)
  expect(useSnoozing.getState().ids).toEqual([])
})
