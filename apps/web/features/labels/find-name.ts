import { fold } from '../words/fold'

/** Where words stand in a name, as parts before, of and behind them; null where they don't. */
export function findIn(name: string, words: string): [before: string, found: string, behind: string] | null {
  const wanted = fold(words.trim())
  // Each letter by itself, so that what a letter loses does not move those behind it.
  const letters = [...name.normalize('NFC')]
  for (let from = 0; from <= letters.length; from += 1) {
    let to = from
    let seen = ''
    while (seen.length < wanted.length && to < letters.length) {
      seen += fold(letters[to] ?? '')
      to += 1
    }
    if (seen === wanted)
      return [letters.slice(0, from).join(''), letters.slice(from, to).join(''), letters.slice(to).join('')]
  }
  return null
}

/** Whether two names are one to people. */
export const isSameName = (one: string, other: string) => fold(one.trim()) === fold(other.trim())
