import { isUnspaced, leastWithin, mayHaveTypo } from './words.js'

/** The grams of words that are kept: all that any part of them may be looked for by. */
export function gramsOfWords(orgId: string, words: string[]): number[] {
  const hash = hashFor(orgId)
  const grams = new Set<number>()
  for (const word of words) for (const piece of piecesOf(word)) grams.add(hash(piece))
  return [...grams]
}

/** The grams that whatever holds all words of a search must have. */
export function gramsOfSearch(orgId: string, words: string[]): number[] {
  const hash = hashFor(orgId)
  return [...new Set(words.flatMap((word) => piecesToFind(word).map(hash)))]
}

/** The grams of a name's words by which it is found with a letter wrong: each word without each of its letters. */
export function typoGrams(orgId: string, words: string[]): number[] {
  const hash = hashFor(orgId)
  return [
    ...new Set(
      words.filter(mayHaveTypo).flatMap((word) => [word, ...shortened(word)].map((one) => hash(`~${one}`))),
    ),
  ]
}

/** The gram that all messages of a conversation have: it stands for it in the index. */
export function conversationGram(orgId: string, conversationId: string): number {
  return hashFor(orgId)(`#${conversationId}`)
}

function piecesOf(word: string): string[] {
  if (isUnspaced(word)) {
    const letters = Array.from(word)
    return [...letters, ...slide(letters, 2)]
  }
  return [`^${word.slice(0, 1)}`, `^${word.slice(0, 2)}`, ...slide(word.split(''), leastWithin)]
}

function piecesToFind(word: string): string[] {
  if (isUnspaced(word)) {
    const letters = Array.from(word)
    return letters.length > 1 ? slide(letters, 2) : letters
  }
  return word.length < leastWithin ? [`^${word}`] : slide(word.split(''), leastWithin)
}

function slide(letters: string[], size: number): string[] {
  const pieces: string[] = []
  for (let at = 0; at + size <= letters.length; at += 1) pieces.push(letters.slice(at, at + size).join(''))
  return pieces
}

const shortened = (word: string) => word.split('').map((_, at) => word.slice(0, at) + word.slice(at + 1))

/**
 * Hashes pieces to 32 bits, beginning with the org, so that orgs share no gram but by chance. What is found by chance is
 * sorted out by its text. FNV-1a, with murmur's end, since alike pieces must not lie side by side.
 */
function hashFor(orgId: string): (piece: string) => number {
  const begun = mix(0x811c9dc5, orgId)
  return (piece) => {
    let hash = mix(begun, piece)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    return hash ^ (hash >>> 16)
  }
}

function mix(start: number, text: string): number {
  let hash = start
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
