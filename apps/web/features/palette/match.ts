import { fold } from '../words/fold'

/**
 * Whether all that was typed, in whichever order, begins words of a name.
 */
export function matches(name: string, typed: string): boolean {
  const words = fold(name).split(/[^\p{L}\p{N}]+/u)
  return fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)))
}
