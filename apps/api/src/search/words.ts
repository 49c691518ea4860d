import { foldText, isPlain } from './fold-text.js'

/** Scripts that are written without spaces, or whose words are of a letter or two; and pictures, each a word of its own. */
const unspaced =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}ー]'
const word = new RegExp(`${unspaced}+|(?:(?!${unspaced})[\\p{L}\\p{M}\\p{N}])+`, 'gu')
const plainWord = /[a-z\d]+/g
const startsUnspaced = new RegExp(`^${unspaced}`, 'u')

/** From so many letters on a part within a word is looked for, and of fewer its beginning. */
export const leastWithin = 3
/** Words of so many letters and more may be written with one letter wrong. */
const leastTypo = 4
/** Of a longer word so many letters stand for it. */
const mostLetters = 24

export interface Word {
  text: string
  /** Where it begins in the folded text. */
  at: number
}

/** The words of a folded text, in their order. */
export function wordsIn(folded: string): Word[] {
  return Array.from(folded.matchAll(isPlain(folded) ? plainWord : word), ({ 0: text, index }) => ({
    text,
    at: index,
  }))
}

export const isUnspaced = (word: string) => startsUnspaced.test(word)
/** Whether a word of a search is looked for anywhere in words, or at their beginning alone. */
export const isFoundWithin = (word: string) => isUnspaced(word) || word.length >= leastWithin
/** What a folded text is LIKE that holds words: they consist of letters and digits, so none is a sign of a pattern. */
export const patternsOf = (words: string[]) =>
  words.map((word) => (isFoundWithin(word) ? `%${word}%` : `% ${word}%`))

export const mayHaveTypo = (word: string) =>
  word.length >= leastTypo && word.length <= mostLetters && !isUnspaced(word) && !/\d/.test(word)

/** A number as people write one, with its signs, in seven digits or more. */
const writtenNumber = /\+?\d[\d\s().\-/]{5,}\d/g

/** The digits of the numbers in a folded text that are written with signs between them. */
function numbersIn(folded: string): string[] {
  return Array.from(folded.matchAll(writtenNumber), ([number]) => digitsOf(number)).filter(
    (digits) => digits.length >= 7,
  )
}

const digitsOf = (text: string) => text.replaceAll(/\D/g, '')

/** What is kept of a text for searching: its words, each behind a space, and its numbers without their signs. */
export function searchedText(text: string, more: string[] = []): string {
  const folded = foldText(text)
  const words = wordsIn(folded).map((word) => word.text)
  const kept = new Set([...words, ...numbersIn(folded), ...more])
  return kept.size === 0 ? '' : ` ${[...kept].join(' ')}`
}

/** What is looked for: each of the words, or the digits of one number. */
export interface Search {
  words: string[]
  isNumber: boolean
}

const mostWords = 8

/** Reads a search as somebody typed it. */
export function readSearch(typed: string): Search {
  const folded = foldText(typed).trim()
  const number = readNumber(folded)
  if (number) return { words: [number], isNumber: true }
  const words = new Set(wordsIn(folded).map(({ text }) => text))
  return { words: [...words].slice(0, mostWords), isNumber: false }
}

/**
 * The digits to look for in numbers with their country's code: without the 00 before that, and without the 0 that
 * stands before a number within its country, written `(0)` or alone.
 */
function readNumber(folded: string): string | undefined {
  if (!/^\+?[\d\s().\-/]+$/.test(folded)) return undefined
  const digits = digitsOf(folded.replace('(0)', ''))
  if (folded.startsWith('+')) return digits.length >= 3 ? digits : undefined
  if (digits.length < 5) return undefined
  if (digits.length >= 8 && digits.startsWith('00')) return digits.slice(2)
  return digits.length >= 7 && digits.startsWith('0') ? digits.slice(1) : digits
}

/** Whether two words differ by one letter: one more, one less, another one, or two in the wrong order. */
export function isOneTypoAway(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const rest = (text: string, skipped: number) => text.slice(start + skipped)
  if (one.length > other.length) return rest(one, 1) === rest(other, 0)
  if (one.length < other.length) return rest(one, 0) === rest(other, 1)
  if (rest(one, 1) === rest(other, 1)) return true
  const isSwapped = one[start] === other[start + 1] && one[start + 1] === other[start]
  return isSwapped && rest(one, 2) === rest(other, 2)
}
