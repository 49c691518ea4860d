import { fold } from '../words/fold'
import type { Emoji } from './emoji'

/**
 * The emoji that a word means: those with that very word, then those with a word that begins so, and then those where any
 * part of a name does; of equals the one that Unicode has first.
 */
export function findEmoji(groups: readonly Emoji[][], query: string, most: number): Emoji[] {
  const sought = fold(query).replaceAll(/[_-]/g, ' ').trim()
  const ranks: Emoji[][] = [[], [], []]
  for (const emoji of groups.flat()) {
    const rank = rankOf(emoji, sought)
    if (rank !== null) ranks[rank]?.push(emoji)
  }
  return ranks.flat().slice(0, most)
}

function rankOf({ words }: Emoji, sought: string): number | null {
  let best: number | null = null
  for (const word of words) {
    if (word === sought) return 0
    if (word.startsWith(sought)) best = 1
    else if (best === null && word.includes(` ${sought}`)) best = 2
  }
  return best
}
