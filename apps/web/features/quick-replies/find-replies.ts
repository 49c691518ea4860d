import type { QuickReply } from '@cloudpa/contracts/quick-replies'
import { fold } from '../words/fold'

/**
 * The quick replies that are meant: those whose shortcut begins like this, then those that have it in their shortcut, then
 * those with these words in their text.
 */
export function findReplies(replies: readonly QuickReply[], query: string): QuickReply[] {
  const sought = fold(query).trim()
  const words = sought.split(/\s+/)
  const ranked = replies.map((reply) => ({ reply, rank: rankOf(reply, sought, words) }))
  return ranked
    .filter(({ rank }) => rank < none)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ reply }) => reply)
}

const none = 3

function rankOf({ shortcut, text }: QuickReply, sought: string, words: string[]): number {
  const at = fold(shortcut).indexOf(sought)
  if (at === 0) return 0
  if (at > 0) return 1
  const said = fold(text)
  return words.every((word) => said.includes(word)) ? 2 : none
}
