import type { ContactField } from '@cloudpa/contracts/contacts'
import { describe, expect, it } from 'vitest'
import { joinFields, joinNote } from './join-changes'

/** Written as label:value, with spaces between them. */
const fieldsOf = (text: string): ContactField[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((field) => field.split(':'))
    .map(([label = '', value = '']) => ({ label, value }))

describe('two people who change the fields of one contact', () => {
  it.each([
    ['nobody else', 'a:1 b:2', 'b:3 a:1', 'a:1 b:2', 'b:3 a:1'],
    ['each adds one', 'a:1', 'a:1 b:2', 'a:1 c:3', 'a:1 c:3 b:2'],
    ['each changes one', 'a:1 b:2', 'a:9 b:2', 'a:1 b:8', 'b:8 a:9'],
    ['both change one', 'a:1', 'a:2', 'a:3', 'a:3 a:2'],
    ['both write the same', 'a:1', 'a:2', 'a:2', 'a:2'],
    ['one takes away what the other changes', 'a:1', '', 'a:2', 'a:2'],
    ['one changes what the other takes away', 'a:1', 'a:2', '', 'a:2'],
    ['one gives another label', 'a:1 b:2', 'x:1 b:2', 'a:1 b:2 c:3', 'b:2 c:3 x:1'],
    ['nothing was changed', 'a:1', 'a:1', 'b:2', 'b:2'],
  ])('%s', (_, from, now, today, joined) => {
    const edit = { from: fieldsOf(from), now: fieldsOf(now) }
    expect(joinFields(edit, fieldsOf(today))).toEqual(fieldsOf(joined))
    // Sent again, because nobody knows whether it arrived, it changes nothing more.
    expect(joinFields(edit, fieldsOf(joined))).toEqual(fieldsOf(joined))
  })
})

it('of two fields alike one goes', () => {
  const [one = '', two = ''] = ['a:1', 'a:1 a:1']
  const edit = { from: fieldsOf(two), now: fieldsOf(one) }
  expect(joinFields(edit, fieldsOf('a:1 a:1 b:2'))).toEqual(fieldsOf('a:1 b:2'))
})

it('a note that two change has what both wrote', () => {
  expect(joinNote({ from: 'old', now: 'mine' }, 'old')).toBe('mine')
  expect(joinNote({ from: '', now: 'mine' }, 'theirs')).toBe('theirs\nmine')
  expect(joinNote({ from: 'old', now: 'old mine' }, 'old')).toBe('old mine')
  expect(joinNote({ from: 'old', now: 'mine' }, 'mine')).toBe('mine')
})
