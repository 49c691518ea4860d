import { matches } from './match'

/** From so many letters on a word means a command: fewer begin somebody's name, too. */
const leastLetters = 3

/** What stands behind the words that mean a command; null where nothing does, or they mean another one. */
export function timeIn(command: string, typed: string): { words: string; isWhole: boolean } | null {
  const [first = '', ...rest] = typed.trim().split(/\s+/)
  if (rest.length === 0 || first.length < leastLetters || !matches(command, first)) return null
  return { words: rest.join(' '), isWhole: matches(first, command) }
}
