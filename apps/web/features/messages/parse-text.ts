export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; pieces: Piece[] }
  | { kind: 'mono'; text: string }
  /** Lines with a dot each, or the number that was written. */
  | { kind: 'list'; items: { number: number | null; pieces: Piece[] }[] }

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const
// A mark opens after a boundary and before a letter, and closes after a letter and before a boundary.
const marked = /(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\1)[^\n])*?\S)\1(?![\p{L}\p{N}])/u
// Three of them go on over the end of a line, one does not.
const mono = /```([\s\S]+?)```|`([^`\n]+)`/
const link = /(?:https?:\/\/|(?<![\p{L}\p{N}_@./-])www\.)[^\s<>"'`]+/iu
const trailing = new Set('.,;:!?*_~…')
/** A line, which may hold a run of code over several. */
const line = /((?:```[\s\S]+?```|[^\n])*)(?:\n|$)/g
/** What makes a line part of a quote or a list, as WhatsApp has it: a sign and a space at its very beginning. */
const quoted = /^> (?=.*\S)/
const item = /^(?:[-*]|(\d{1,3})\.) (?=.*\S)/

/** WhatsApp's own markup and web links as data; the screen makes elements of it, never HTML. */
export function parseText(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const { kind, lines } of runsOf(text)) {
    if (kind === 'quote')
      pieces.push({ kind, pieces: parseLine(lines.map((each) => each.replace(quoted, '')).join('\n')) })
    else if (kind === 'list') pieces.push({ kind, items: lines.map(parseItem) })
    else pieces.push(...parseLine(lines.join('\n')))
  }
  return pieces
}

/** A text without the signs of its markup, for where all of it stands in one line. */
export function withoutMarks(text: string): string {
  return parseText(text).map(plainOf).join('').replace(/\s+/g, ' ').trim()
}

function plainOf(piece: Piece): string {
  if (piece.kind === 'list')
    return `\n${piece.items.map(({ pieces }) => pieces.map(plainOf).join('')).join(', ')}\n`
  if (!('pieces' in piece)) return piece.text
  const inner = piece.pieces.map(plainOf).join('')
  return piece.kind === 'quote' ? `\n${inner}\n` : inner
}

type Kind = 'quote' | 'list' | 'plain'

/** Lines of one kind that follow each other. */
function runsOf(text: string): { kind: Kind; lines: string[] }[] {
  const runs: { kind: Kind; lines: string[] }[] = []
  for (const each of linesOf(text)) {
    const kind = quoted.test(each) ? 'quote' : item.test(each) ? 'list' : 'plain'
    const last = runs.at(-1)
    if (last?.kind === kind) last.lines.push(each)
    else runs.push({ kind, lines: [each] })
  }
  const last = runs.at(-1)
  // Before a quote or a list a line that is empty is drawn only where another one follows.
  for (const run of runs)
    if (run !== last && run.kind === 'plain' && run.lines.at(-1) === '') run.lines.push('')
  return runs
}

function linesOf(text: string): string[] {
  const lines = [...text.matchAll(line)].map(([, each = '']) => each)
  // Behind the last line the pattern finds one more, which is empty.
  return lines.slice(0, -1)
}

function parseItem(text: string): { number: number | null; pieces: Piece[] } {
  const number = item.exec(text)?.[1]
  return { number: number === undefined ? null : Number(number), pieces: parseLine(text.replace(item, '')) }
}

function parseLine(text: string): Piece[] {
  return split(text, mono, (match) => [{ kind: 'mono', text: match[1] ?? match[2] ?? '' }], parseLinks)
}
function parseLinks(text: string): Piece[] {
  return split(text, link, linkPieces, parseMarks)
}

function linkPieces(match: RegExpMatchArray): Piece[] {
  const raw = match[0]
  const address = trimLink(raw)
  const rest = raw.slice(address.length)
  const tail: Piece[] = rest ? [{ kind: 'text', text: rest }] : []
  const href = toHref(address)
  return href ? [{ kind: 'link', text: address, href }, ...tail] : [{ kind: 'text', text: raw }]
}

function parseMarks(text: string): Piece[] {
  return split(
    text,
    marked,
    (match) => [{ kind: marks[match[1] as keyof typeof marks], pieces: parseMarks(match[2] ?? '') }],
    (plain) => (plain ? [{ kind: 'text', text: plain }] : []),
  )
}

function split(
  text: string,
  pattern: RegExp,
  take: (match: RegExpMatchArray) => Piece[],
  leave: (text: string) => Piece[],
): Piece[] {
  const pieces: Piece[] = []
  let rest = text
  for (let match = rest.match(pattern); match; match = rest.match(pattern)) {
    const at = match.index ?? 0
    pieces.push(...leave(rest.slice(0, at)), ...take(match))
    rest = rest.slice(at + match[0].length)
  }
  return [...pieces, ...leave(rest)]
}

/**
 * A sentence's full stop or bracket is not part of the address, unless the address opened the bracket. By hand: a pattern
 * that is tied to the end would begin anew at each of a thousand stops.
 */
function trimLink(raw: string): string {
  const ends = (sign: string) => trailing.has(sign) || (sign === ')' && !raw.includes('('))
  let end = raw.length
  while (end > 0 && ends(raw.charAt(end - 1))) end--
  return raw.slice(0, end)
}

/** An address without a scheme is taken to be https, and to have a name besides its www and its ending. */
function toHref(address: string): string | null {
  const bare = /^www\./i.test(address)
  if (bare && !/^www(\.[^./]+){2}/i.test(address)) return null
  const full = bare ? `https://${address}` : address
  return URL.canParse(full) ? new URL(full).href : null
}
