import { make } from './draw.js'

/** What WhatsApp writes with: a mark opens before a letter and closes after one. */
const marks: { pattern: RegExp; tag: 'code' | 'strong' | 'em' | 's'; plain?: true }[] = [
  { pattern: /```([\s\S]+?)```/, tag: 'code', plain: true },
  { pattern: /`([^`\n]+)`/, tag: 'code', plain: true },
  { pattern: /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}])/u, tag: 'strong' },
  { pattern: /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}])/u, tag: 'em' },
  { pattern: /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}])/u, tag: 's' },
]
const link = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)*_~…]/i
const listed = /^(?:[-*•] |(\d+\.) )(.*)$/

/** A message's words as WhatsApp shows them: bold, italic, struck, code, quotes, lists and links; never markup. */
export function formatText(text: string): Node[] {
  // Code goes on over the end of a line, nothing else does.
  return around(text, marks[0]!.pattern, (match) => [make('code', '', match[1])], formatLines)
}

function formatLines(text: string): Node[] {
  return text.split('\n').flatMap((line, index) => {
    const before = index === 0 ? [] : [document.createTextNode('\n')]
    if (line.startsWith('> ')) return [...before, wrap('quoted-line', formatRun(line.slice(2)))]
    const item = listed.exec(line)
    if (item === null) return [...before, ...formatRun(line)]
    return [...before, wrap('listed-line', [...formatRun(`${item[1] ?? '•'} ${item[2] ?? ''}`)])]
  })
}

function wrap(className: string, parts: Node[]): HTMLElement {
  const element = make('span', className)
  element.append(...parts)
  return element
}

function formatRun(text: string): Node[] {
  return around(
    text,
    link,
    ([address]) => [makeLink(address)],
    (rest) => formatMarks(rest),
  )
}

function formatMarks(text: string): Node[] {
  const [first] = marks
    .map((mark) => ({ mark, match: mark.pattern.exec(text) }))
    .filter(({ match }) => match !== null)
    .toSorted((a, b) => a.match!.index - b.match!.index)
  if (first?.match == null) return text === '' ? [] : [document.createTextNode(text)]
  const { mark, match } = first
  const element = make(mark.tag)
  element.append(...(mark.plain ? [match[1] ?? ''] : formatMarks(match[1] ?? '')))
  const end = match.index + match[0].length
  return [...formatMarks(text.slice(0, match.index)), element, ...formatMarks(text.slice(end))]
}

function around(
  text: string,
  pattern: RegExp,
  take: (match: RegExpExecArray) => Node[],
  leave: (rest: string) => Node[],
): Node[] {
  const nodes: Node[] = []
  let rest = text
  for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
    nodes.push(...leave(rest.slice(0, match.index)), ...take(match))
    rest = rest.slice(match.index + match[0].length)
  }
  return rest === '' ? nodes : [...nodes, ...leave(rest)]
}

function makeLink(address: string): HTMLAnchorElement {
  const anchor = make('a', '', address)
  anchor.href = address
  anchor.target = '_blank'
  anchor.rel = 'noopener noreferrer'
  return anchor
}
