import { matches } from './match'

/** What stands behind the words that mean a command; null where nothing does, or they mean another one. */
export function timeIn(command: string, typed: string): string | null {
  const [first = '', ...rest] = typed.trim().split(/\s+/)
  return first !== '' && rest.length > 0 && matches(command, first) ? rest.join(' ') : null
}
