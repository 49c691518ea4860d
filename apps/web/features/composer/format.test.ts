import { describe, expect, it } from 'vitest'
import { meansMark, toggleMark, type Mark } from './format'

/** What is selected stands between bars; one bar is the caret. */
function toggled(text: string, mark: Mark): string {
  const from = text.indexOf('|')
  const to = text.lastIndexOf('|')
  const value = text.replaceAll('|', '')
  const edit = toggleMark(value, from, to === from ? from : to - 1, mark)
  const [a, b] = [edit.from + edit.select[0], edit.from + edit.select[1]]
  const after = value.slice(0, edit.from) + edit.text + value.slice(edit.to)
  return a === b
    ? `${after.slice(0, a)}|${after.slice(a)}`
    : `${after.slice(0, a)}|${after.slice(a, b)}|${after.slice(b)}`
}

describe('toggleMark', () => {
  it.each<[string, Mark, string]>([
    ['a |bold| word', '*', 'a *|bold|* word'],
    ['a *|bold|* word', '*', 'a |bold| word'],
    ['a |*bold*| word', '*', 'a |bold| word'],
    ['a |bold | word', '*', 'a *|bold|*  word'],
    ['a | bold| word', '_', 'a  _|bold|_ word'],
    ['|', '*', '*|*'],
    ['*|*', '*', '|'],
    ['so |', '```', 'so ```|```'],
    ['*|both|*', '_', '*_|both|_*'],
    ['|one\ntwo|', '~', '|~one~\n~two~|'],
    ['|~one~\n~two~|', '~', '|one\ntwo|'],
    ['|~one~\n\ntwo|', '~', '|~one~\n\n~two~|'],
    ['|let a\nlet b|', '```', '```|let a\nlet b|```'],
    ['|$& and $1|', '*', '*|$& and $1|*'],
    ['|*|', '*', '*|*|*'],
  ])('%j with %s is %j', (before, mark, after) => expect(toggled(before, mark)).toBe(after))
})

describe('meansMark', () => {
  const press = (key: string, more: object = {}) => ({
    key,
    code: '',
    ctrlKey: true,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...more,
  })
  it('is a letter with Ctrl', () => {
    expect(meansMark(press('b'))).toBe('*')
    expect(meansMark(press('i'))).toBe('_')
    expect(meansMark(press('X', { shiftKey: true }))).toBe('~')
    expect(meansMark(press('M', { shiftKey: true }))).toBe('```')
    expect(meansMark(press('e'))).toBe('```')
  })
  it('is one with ⌘ on Apple’s machines, where Ctrl and a letter move the caret', () => {
    const command = { ctrlKey: false, metaKey: true }
    expect(meansMark(press('i', command), true)).toBe('_')
    expect(meansMark(press('e'), true)).toBeNull()
    expect(meansMark(press('i', command))).toBeNull()
  })
  it('is found by its place where the keyboard has no such letter', () => {
    expect(meansMark(press('и', { code: 'KeyB' }))).toBe('*')
    // On a French keyboard A stands where Q is, and says so itself.
    expect(meansMark(press('a', { code: 'KeyB' }))).toBeNull()
  })
  it('is no plain letter, no cutting out, and not what AltGr writes', () => {
    expect(meansMark(press('b', { ctrlKey: false }))).toBeNull()
    expect(meansMark(press('x'))).toBeNull()
    expect(meansMark(press('e', { altKey: true }))).toBeNull()
  })
})
