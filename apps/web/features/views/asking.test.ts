import { afterEach, expect, it } from 'vitest'
import { useViewsDialog, viewAhead } from './asking'

afterEach(() => useViewsDialog.getState().close())

const press = (key: string, more = {}) =>
  viewAhead({ key, altKey: false, repeat: false, ...more } as KeyboardEvent)

it('keeps the name that is typed until its field is there, and leaves keys alone before and after', () => {
  expect(press('e')).toBe(false)
  useViewsDialog.getState().open()
  for (const key of ['B', 'i', 'h', 'Backspace', 'g', 'Enter']) expect(press(key)).toBe(true)
  expect([press('Tab'), press('e', { altKey: true }), press('g', { repeat: true })]).toEqual([
    false,
    false,
    true,
  ])
  expect(useViewsDialog.getState().arrive()).toBe('Big')
  expect(press('e')).toBe(false)
  expect(useViewsDialog.getState().arrive()).toBe('')
})

it('is closed by Escape before it is there', () => {
  useViewsDialog.getState().open()
  press('Escape')
  expect(useViewsDialog.getState().isOpen).toBe(false)
})
