import { describe, expect, it } from 'vitest'
import { foldText, foldWithPlaces } from './fold-text.js'
import { findRanges } from './find-ranges.js'
import { gramsOfSearch, gramsOfWords, typoGrams } from './grams.js'
import { isOneTypoAway, readSearch, searchedText } from './words.js'

describe('folding', () => {
  it.each([
    ['Müller GROß İstanbul Łódź', 'muller gross istanbul lodz'],
    ['أحمد إلى مكتبة ۱۲٣', 'احمد الي مكتبه 123'],
    ['ﾊﾞｽ カタカナ がか', 'ばす かたかな がか'],
    ['हिन्दी ไทย 한국어', 'हिन्दी ไทย 한국어'],
    ['½ ﬁ Ⅷ', '1⁄2 fi viii'],
  ])('%s', (text, folded) => {
    expect(foldText(text)).toBe(folded)
    expect(foldWithPlaces(text).text).toBe(folded)
  })

  it('knows where each letter stood, whichever form it had', () => {
    for (const text of ['aße\u0301b', '👍🏽 naïve', 'שָׁלוֹם', 'ﷺ x']) {
      const { text: folded, starts, ends } = foldWithPlaces(text)
      expect([starts.length, ends.length]).toEqual([folded.length, folded.length])
      for (const [at, start] of starts.entries()) expect(start).toBeLessThan(ends[at] ?? 0)
      expect(ends.at(-1)).toBeLessThanOrEqual(text.length)
    }
  })

  it('takes no more than 32 units for one letter, however many marks stand on it', () => {
    const text = `a${'\u0301'.repeat(100)}ก${'\u0e34'.repeat(100)}`
    const { text: folded, starts, ends } = foldWithPlaces(text)
    expect(folded).toBe(`aก${'\u0e34'.repeat(100)}`)
    expect(Math.max(...starts.map((start, at) => (ends[at] ?? 0) - start))).toBe(32)
    expect(foldText(text)).toBe(folded)
  })
})

describe('a number', () => {
  it.each([
    ['+34 600', '34600'],
    ['0034 600 123', '34600123'],
    ['(0176) 12-34.567', '1761234567'],
    ['+49 (0)176', '49176'],
  ])('typed as %s', (typed, digits) => {
    expect(readSearch(typed)).toEqual({ words: [digits], isNumber: true })
  })

  it.each(['12', '1234', 'order 12345', '12,50', '1.5 kg'])('%s is none', (typed) => {
    expect(readSearch(typed).isNumber).toBe(false)
  })

  it('in a text is kept with its signs and without', () => {
    expect(searchedText('Call (415) 555-0199 at 5')).toBe(' call 415 555 0199 at 5 4155550199')
    expect(searchedText('At 10 or 11')).toBe(' at 10 or 11')
  })
})

it('a letter wrong is one, and no more', () => {
  const away = ['anna', 'ann', 'annaa', 'xanna', 'anan', 'anma', 'an', 'anxya', 'naan', 'annabc']
  expect(away.filter((word) => isOneTypoAway(word, 'anna'))).toEqual([
    'ann',
    'annaa',
    'xanna',
    'anan',
    'anma',
  ])
})

describe('grams', () => {
  const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
  const isSubset = (some: number[], all: number[]) => some.every((gram) => all.includes(gram))

  it('of every part that may be looked for are among those of the word', () => {
    for (const [word, parts] of [
      ['gutierrez', ['g', 'gu', 'gut', 'tier', 'rez', 'gutierrez']],
      ['手机壳', ['手', '机壳', '手机壳']],
    ] as const) {
      const kept = gramsOfWords(one, [word])
      for (const part of parts)
        expect([part, isSubset(gramsOfSearch(one, [part]), kept)]).toEqual([part, true])
      expect(isSubset(gramsOfSearch(one, ['xyz']), kept)).toBe(false)
    }
  })

  it('of two orgs have nothing in common', () => {
    const words = ['the', 'invoice', '手机壳']
    const kept = new Set(gramsOfWords(one, words))
    expect(gramsOfWords(other, words).filter((gram) => kept.has(gram))).toEqual([])
  })

  it('of a name are met by those of each name one letter away', () => {
    const kept = new Set(typoGrams(one, ['fitzgerald']))
    for (const typed of ['fitzgerld', 'fitzzgerald', 'fitzgereld', 'ftizgerald', 'fitzgerald'])
      expect([typed, typoGrams(one, [typed]).some((gram) => kept.has(gram))]).toEqual([typed, true])
  })
})

it('marks overlapping finds as one range', () => {
  const marked = (text: string, typed: string) =>
    findRanges(text, readSearch(typed)).map(({ start, end }) => text.slice(start, end))
  expect(marked('Rechnungsnummer', 'rechnung gsnum')).toEqual(['Rechnungsnum'])
  expect(marked('anna Ann Joann', 'an')).toEqual(['an', 'An'])
  expect(marked('anna Ann Joann', 'ann')).toEqual(['ann', 'Ann', 'ann'])
})
