import { expect, it } from 'vitest'
import { snippetOf } from './snippet'

const around = (text: string, found: string) => {
  const start = text.indexOf(found)
  const snippet = snippetOf(text, [{ start, end: start + found.length }])
  return { ...snippet, marked: snippet.ranges.map((range) => snippet.text.slice(range.start, range.end)) }
}

it('is the whole of a short text, on one line', () => {
  expect(around('One\ntwo three', 'two')).toMatchObject({ text: 'One two three', marked: ['two'] })
})

it('begins at a word before what was found, and marks just that', () => {
  const { text, marked } = around(`${'many words before '.repeat(20)}needle and more`, 'needle')
  expect(text).toMatch(/^…\w+ .*needle and more$/)
  expect(text.indexOf('needle')).toBeLessThanOrEqual(41)
  expect(marked).toEqual(['needle'])
})

it('cuts no letter in two where there is no word to begin at', () => {
  for (const more of ['', 'x']) {
    const { text, marked } = around(`${'😀'.repeat(60)}${more}needle`, 'needle')
    expect(text).not.toMatch(/\p{Surrogate}/u)
    expect(marked).toEqual(['needle'])
  }
})

it('leaves out what was found too far behind to be shown', () => {
  const text = `needle ${'x '.repeat(300)}needle`
  const { ranges } = snippetOf(text, [
    { start: 0, end: 6 },
    { start: text.length - 6, end: text.length },
  ])
  expect(ranges).toEqual([{ start: 0, end: 6 }])
})
