import { afterEach, expect, it } from 'vitest'
import { searchAhead, useSearching } from './searching'

afterEach(() => useSearching.getState().close())

const press = (key: string, more = {}) =>
  searchAhead({ key, altKey: false, repeat: false, ...more } as KeyboardEvent)
const now = () => {
  const { asked, text, isMeant } = useSearching.getState()
  return { asked, text, isMeant }
}

it('leaves keys alone while nothing is asked for', () => {
  expect(press('a')).toBe(false)
  expect(now()).toEqual({ asked: null, text: '', isMeant: false })
})

it('keeps what is typed before there is a field, and that Enter was pressed', () => {
  useSearching.getState().ask('palette')
  expect(['s', 'n', 'x', 'Backspace', 'Enter', 'ArrowDown'].map((key) => press(key))).toEqual(
    Array.from({ length: 6 }, () => true),
  )
  expect(now()).toEqual({ asked: 'palette', text: 'sn', isMeant: true })
  // More words mean something else, which is yet to be meant.
  press('o')
  expect(now()).toEqual({ asked: 'palette', text: 'sno', isMeant: false })
})

it('leaves Tab, and what Alt goes with, to others; a key that is held is typed once, and Escape ends it', () => {
  useSearching.getState().ask('search')
  expect([press('Tab'), press('a', { altKey: true }), press('b', { repeat: true })]).toEqual([
    false,
    false,
    true,
  ])
  expect(now().text).toBe('')
  press('Escape')
  expect(now().asked).toBe(null)
})
