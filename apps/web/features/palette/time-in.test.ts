import { expect, it } from 'vitest'
import { timeIn } from './time-in'

it.each([
  ['Snooze', 'snoo tom', { words: 'tom', isWhole: false }],
  ['Snooze', 'SNOOZE tue  9', { words: 'tue 9', isWhole: true }],
  ['تأجيل', 'تأج غدا', { words: 'غدا', isWhole: false }],
  ['Snooze', 's may', null],
  ['Snooze', 'sn may', null],
  ['Snooze', 'snoo', null],
  ['Snooze', 'label tom', null],
  ['Snooze', '', null],
])('%s, typed as “%s”: %s', (command, typed, expected) => {
  expect(timeIn(command, typed)).toEqual(expected)
})
