import { expect, it } from 'vitest'
import { fold } from './fold'

it.each([
  ['São João', 'sao joao'],
  ['INÉS', 'ines'],
  ['ﬁn', 'fin'],
  ['تأجيلٌ', 'تاجيل'],
])('%s is %s', (text, expected) => {
  expect(fold(text)).toBe(expected)
})
