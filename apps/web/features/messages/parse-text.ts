export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'bold' | 'italic' | 'strike'; pieces: Piece[] }
  | { kind: 'mono'; text: string }

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const
// A mark opens after a boundary and before a letter, and closes after a letter and before a boundary.
const marked = /(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\1)[^\n])*?\S)\1(?![\p{L}\p{N}])/u
// Three of them go on over the end of a line, one does not.
const mono = /```([\s\S]+?)```|`([^`\n]+)`/
const link = /(?:https?:\/\/|(?<![\p{L}\p{N}_@./-])www\.)[^\s<>"'`]+/iu

/** What markup or a link has at the least; most of what is said has none of it. */
const special = /[*_~`]|https?:|www\./i

/** Whether a text is nothing but text, told sooner than by parsing it. */
export function isPlain(text: string): boolean {
  return !special.test(text)
}

/** WhatsApp's own markup and web links as data; the screen makes elements of it, never HTML. */
export function parseText(text: string): Piece[] {
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

/** A sentence's full stop or bracket is not part of the address, unless the address opened the bracket. */
function trimLink(raw: string): string {
  const trimmed = raw.replace(/[.,;:!?*_~…]+$/, '')
  const closes = trimmed.endsWith(')') && !trimmed.includes('(')
  return closes ? trimLink(trimmed.slice(0, -1)) : trimmed
}

/** An address without a scheme is taken to be https, and to have a name besides its www and its ending. */
function toHref(address: string): string | null {
  const bare = /^www\./i.test(address)
  if (bare && !/^www(\.[^./]+){2}/i.test(address)) return null
  const full = bare ? `https://${address}` : address
  return URL.canParse(full) ? new URL(full).href : null
}
