import type { TextRange } from '@cloudpa/contracts/search'
import { foldWithPlaces } from './fold-text.js'
import {
  isFoundWithin,
  isOneTypoAway,
  isUnspaced,
  mayHaveTypo,
  wordsIn,
  type Search,
  type Word,
} from './words.js'

/**
 * Where in a text stands what is looked for.
 * @param withTypos whether words with one letter wrong are meant too
 */
export function findRanges(text: string, { words, isNumber }: Search, withTypos = false): TextRange[] {
  const folded = foldWithPlaces(text)
  const spans = isNumber
    ? findNumber(folded.text, words[0] ?? '')
    : wordsIn(folded.text).flatMap((word) => words.flatMap((wanted) => findInWord(word, wanted, withTypos)))
  const ranges = spans.map(({ start, end }) => ({
    start: folded.starts[start] ?? 0,
    end: folded.ends[end - 1] ?? text.length,
  }))
  return merge(ranges)
}

function findInWord({ text, at }: Word, wanted: string, withTypos: boolean): TextRange[] {
  const found: TextRange[] = []
  if (isUnspaced(text) !== isUnspaced(wanted)) return found
  if (!isFoundWithin(wanted))
    return text.startsWith(wanted) ? [{ start: at, end: at + wanted.length }] : found
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length))
    found.push({ start: at + from, end: at + from + wanted.length })
  const isTypo = withTypos && found.length === 0 && mayHaveTypo(wanted) && isOneTypoAway(wanted, text)
  return isTypo ? [{ start: at, end: at + text.length }] : found
}

/** A number may have its signs anywhere between its digits. */
function findNumber(folded: string, digits: string): TextRange[] {
  const signed = new RegExp(digits.split('').join(String.raw`[\s().\-/]*`), 'g')
  return Array.from(folded.matchAll(signed), ({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }))
}

function merge(ranges: TextRange[]): TextRange[] {
  const merged: TextRange[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}
