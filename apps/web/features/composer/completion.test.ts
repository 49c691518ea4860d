import { expect, it } from 'vitest'
import { completionAt, stillLeft } from './completion'

const at = (text: string, writing: 'reply' | 'note' = 'reply') => {
  const caret = text.indexOf('|')
  const found = completionAt(text.replace('|', ''), caret, writing)
  return found && `${found.kind} ${found.from}-${found.to} ${found.query}`
}

it.each([
  ['/|', 'reply 0-1 '],
  ['/pri|', 'reply 0-4 pri'],
  ['/price list|', 'reply 0-11 price list'],
  ['/pr|i', 'reply 0-3 pr'],
  ['|/pri', null],
  ['so /pri|', null],
  ['/a\nb|', null],
  [`/${'long '.repeat(20)}|`, null],
  [':than|', 'emoji 0-5 than'],
  ['See you :than|', 'emoji 8-13 than'],
  ['Hola (:sol|)', 'emoji 6-10 sol'],
  [':شكر|', 'emoji 0-4 شكر'],
  ['/a :than|', 'reply 0-8 a :than'],
  [':t|', null],
  [':)|', null],
  ['at 12:30|', null],
  ['https://a|', null],
  ['note:this|', null],
  [': than|', null],
])('%j', (text, found) => expect(at(text)).toBe(found))

it.each([
  ['@|', 'mention 0-1 '],
  ['@An|', 'mention 0-3 An'],
  ['ask @Ana So|', 'mention 4-11 Ana So'],
  ['(@ليل|', 'mention 1-5 ليل'],
  ['@Ana @B|', 'mention 5-7 B'],
  ['ana@mail|', null],
  ['@a\nb|', null],
  ['/pri|', null],
  ['See you :than|', 'emoji 8-13 than'],
])('in a note, %j', (text, found) => expect(at(text, 'note')).toBe(found))

it('names nobody in a reply', () => expect(at('@An|')).toBeNull())

it('leaves a chosen name, which may begin a longer one, until it stands there no more', () => {
  const chosen = { kind: 'mention', from: 4, text: '@Ana' } as const
  const read = (value: string) => stillLeft(chosen, completionAt(value, value.length, 'note'), value)
  expect(read('Ask @Ana ')).toBe(chosen)
  expect(read('Ask @Ana will do\n')).toBe(chosen)
  expect(read('Ask @An')).toBeNull()
  expect(read('So ask @Ana ')).toBeNull()
})

it('leaves what Escape left until nothing is to be completed', () => {
  const left = { kind: 'mention', from: 0, text: '' } as const
  expect(stillLeft(left, completionAt('@jo', 3, 'note'), '@jo')).toBe(left)
  expect(stillLeft(left, null, '')).toBeNull()
})
