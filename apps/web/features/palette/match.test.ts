import { expect, it } from 'vitest'
import { matches } from './match'

it.each([
  ['Snooze', 'snoo', true],
  ['Go to the inbox', 'inb', true],
  ['Go to the inbox', 'inb go', true],
  ['Ir a los ajustes: Teléfono', 'telef', true],
  ['الانتقال إلى', 'الان', true],
  ['Snooze', '', true],
  ['Snooze', 'ooze', false],
  ['Snooze', 'snoo tomorrow', false],
])('%s by “%s”: %s', (name, typed, expected) => {
  expect(matches(name, typed)).toBe(expected)
})
