import { expect, it } from 'vitest'
import { timeIn } from './time-in'

it.each([
  ['Snooze', 'snoo tom', 'tom'],
  ['Snooze', 'SNOOZE tue  9', 'tue 9'],
  ['تأجيل', 'تأج غدا', 'غدا'],
  ['Snooze', 'snoo', null],
  ['Snooze', 'label tom', null],
  ['Snooze', '', null],
])('%s, typed as “%s”: %s', (command, typed, expected) => {
  expect(timeIn(command, typed)).toBe(expected)
})
