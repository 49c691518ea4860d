import { maxBodyLength } from '@cloudpa/contracts/send-limits'

/** Words between marks that WhatsApp draws as bold, italic, struck through or code. */
interface Run {
  start: number
  end: number
  mark: string
}

/** A piece of a text as it stood there, with its white space. */
interface Piece {
  text: string
  /** Whether it may share a message with the piece before it: in the middle of a run marks would meet marks. */
  joins: boolean
}

// A mark opens after a boundary and before a letter, and closes after a letter and before a boundary.
const runs =
  /(?<code>```)[\s\S]+?```|(?<mono>`)[^`\n]+`|(?<![\p{L}\p{N}*_~])(?<mark>[*_~])(?=\S)(?:(?!\k<mark>)[^\n])*?(?<=\S)\k<mark>(?![\p{L}\p{N}])/gu

/** Where a text may end, the best first, and how much of a message that has to fill. */
const ends: { at: RegExp; least: number }[] = [
  { at: /\r?\n[^\S\n]*\n/g, least: 1 / 3 },
  { at: /\r?\n/g, least: 1 / 2 },
  {
    // White space is looked for first, and behind few brackets: to look back from every place costs more than all else.
    at: /(?=\s)(?<=[.!?…؟।][)\]"'”’»]{0,4})\s+|(?<=[。！？][」』）]{0,4})(?![」』）\p{M}\u200d])/gu,
    least: 1 / 2,
  },
  { at: /\s+/g, least: 0 },
]
/** A message is broken up further than this only where it is nothing but marks. */
const leastLength = 50
/** The longest cluster of letters and marks that is looked for behind the end. */
const lookAhead = 200
/** Letters and words are looked for in so much of a text before its end: to tell them apart costs more than all else. */
const lookBack = 300
/** So much of that may be the rest of a letter or a word that began before it. */
const unsure = 50

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const words = new Intl.Segmenter(undefined, { granularity: 'word' })

/**
 * Splits a text that WhatsApp takes in several messages only: between paragraphs, else lines, sentences, words, and letters as
 * they are seen. Marked words stay in one message; marks around more than one holds are closed and opened again.
 * @param longest of a message, in UTF-16 units
 * @returns at least one; each holds words, and lacks only the white space at its ends. A text that fits is left as it is
 */
export function splitText(text: string, longest = maxBodyLength): string[] {
  if (text.length <= longest) return [text]
  const parts: string[] = []
  let last = ''
  for (const { text: piece, joins } of piecesOf(text, longest)) {
    if (joins && (last + piece).trim().length <= longest) last += piece
    else {
      parts.push(last)
      last = piece
    }
  }
  return [...parts, last].map((part) => part.trim()).filter((part) => part !== '')
}

function piecesOf(text: string, longest: number): Piece[] {
  const all = findRuns(text)
  const long = all.filter(
    ({ start, end, mark }) => end - start > longest && longest - 2 * mark.length >= leastLength,
  )
  const pieces: Piece[] = []
  let from = 0
  for (const run of long) {
    pieces.push(...plainPieces(text, { from, to: run.start }, all, longest), ...runPieces(text, run, longest))
    from = run.end
  }
  return [...pieces, ...plainPieces(text, { from, to: text.length }, all, longest)]
}

function findRuns(text: string): Run[] {
  return [...text.matchAll(runs)].map(({ 0: whole, index, groups }) => ({
    start: index,
    end: index + whole.length,
    mark: groups?.code ?? groups?.mono ?? groups?.mark ?? '',
  }))
}

/** A run that no message holds: each of its pieces gets marks of its own, around words and not around white space. */
function runPieces(text: string, { start, end, mark }: Run, longest: number): Piece[] {
  const inside = text.slice(start + mark.length, end - mark.length)
  const pieces = piecesOf(inside, longest - 2 * mark.length).filter((piece) => piece.text.trim() !== '')
  return pieces.map((piece, index) => {
    const core = piece.text.trim()
    const at = piece.text.indexOf(core)
    const [before, after] = [piece.text.slice(0, at), piece.text.slice(at + core.length)]
    return { text: `${before}${mark}${core}${mark}${after}`, joins: index === 0 }
  })
}

/** A stretch in which every run fits into a message. */
function plainPieces(
  text: string,
  { from, to }: { from: number; to: number },
  all: Run[],
  longest: number,
): Piece[] {
  const pieces: Piece[] = []
  for (let start = from; start < to;) {
    // White space at the start of a message is not sent, and must not count.
    const lead = /^\s*/.exec(text.slice(start, to))?.[0].length ?? 0
    const first = start + lead
    const end = to - first <= longest ? to : first + endOf(text.slice(first, to), first, all, longest)
    pieces.push({ text: text.slice(start, end), joins: start === from })
    start = end
  }
  return pieces
}

/** How much of a text that is too long goes into the first message. */
function endOf(text: string, offset: number, all: Run[], longest: number): number {
  const near = all
    .filter(({ start, end }) => end > offset && start <= offset + longest && end - start <= longest)
    .map(({ start, end }) => ({ start: start - offset, end: end - offset }))
  const isFree = (at: number) =>
    at > 0 && at <= longest && !near.some(({ start, end }) => start < at && at < end)
  const head = text.slice(0, longest + lookAhead)
  for (const { at, least } of ends) {
    const found = [...head.matchAll(at)].findLast(({ index }) => isFree(index) && index >= least * longest)
    if (found) return found.index
  }
  const last = near.find(({ start, end }) => start < longest && longest < end)?.start ?? longest
  const from = sureStart(head, last - lookBack)
  const letters = startsIn(graphemes, head.slice(0, last + lookAhead), from)
  const isLetter = new Set(letters)
  const free = (candidates: number[]) => candidates.findLast((at) => isFree(at) && isLetter.has(at))
  // Chinese, Japanese or Thai need no space between words.
  const word = free(startsIn(words, head.slice(0, last + lookAhead), from))
  if (word !== undefined && word >= longest / 2) return word
  return free(letters) ?? endOfLetters(head, isFree, longest)
}

/** Where letters or words begin in a text, from a place on. */
function startsIn(segmenter: Intl.Segmenter, text: string, from: number): number[] {
  const least = from === 0 ? 0 : from + unsure
  return [...segmenter.segment(text.slice(from))]
    .map(({ index }) => from + index)
    .filter((start) => start >= least)
}

/** A place at or before another from where flags are told apart as from the start: two letters each make one. */
function sureStart(text: string, at: number): number {
  let start = Math.max(0, at)
  if (/[\udc00-\udfff]/.test(text.charAt(start))) start -= 1
  while (start >= 2 && /^[\u{1f1e6}-\u{1f1ff}]$/u.test(text.slice(start - 2, start))) start -= 2
  return Math.max(0, start)
}

/** Where letters are so long, or so many of them belong together, that none ends near the end of a message. */
function endOfLetters(head: string, isFree: (at: number) => boolean, longest: number): number {
  const letters = startsIn(graphemes, head, 0)
  return (
    letters.findLast(isFree) ??
    letters.findLast((at) => at > 0 && at <= longest) ??
    wholeCharacters(head, longest)
  )
}

/** What is called one letter may hold thousands of marks: then only its code points stay whole. */
function wholeCharacters(text: string, longest: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(longest - 1)) ? longest - 1 : longest
}
