import { isApple } from '../actions/registry'

/** WhatsApp's marks: bold, italic, struck out, and as it is written. */
export type Mark = '*' | '_' | '~' | '```'

interface Edit {
  from: number
  to: number
  text: string
  /** What is selected then, counted within the text. */
  select: [number, number]
}

/**
 * Which mark a key puts around what is selected. With Ctrl an Apple machine moves the caret, and elsewhere ⌘ is the
 * system's key.
 */
export function meansMark(
  press: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  apple = isApple,
): Mark | null {
  const [mod, other] = apple ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (!mod || other || press.altKey) return null
  // A keyboard without Latin letters has its keys in their places.
  const letter = /^[a-z]$/i.test(press.key)
    ? press.key.toLowerCase()
    : press.code.replace('Key', '').toLowerCase()
  return marks[`${press.shiftKey ? 'shift ' : ''}${letter}`] ?? null
}

const marks: Record<string, Mark> = { b: '*', i: '_', 'shift x': '~', 'shift m': '```', e: '```' }

/** Puts a mark around what is selected, or takes it away where it is there; of several lines around each of them. */
export function toggleMark(value: string, start: number, end: number, mark: Mark): Edit {
  const size = mark.length
  // A mark that stands beside a space is none.
  const inner = value.slice(start, end)
  const from = start + (inner.length - inner.trimStart().length)
  const to = Math.max(from, end - (inner.length - inner.trimEnd().length))
  const isAround =
    value.slice(from - size, from) === mark && value.slice(to, to + size) === mark && from >= size
  const chosen = value.slice(from, to)
  if (isAround) return { from: from - size, to: to + size, text: chosen, select: [0, chosen.length] }
  if (chosen === '') return { from, to, text: mark + mark, select: [size, size] }
  // Code alone goes on over the end of a line.
  const lines = mark === '```' ? [chosen] : chosen.split('\n')
  const isOn = lines.every((line) => line.trim() === '' || isMarked(line, mark))
  const text = lines.map((line) => (isOn ? without(line, mark) : marked(line, mark))).join('\n')
  const margin = lines.length > 1 || isOn ? 0 : size
  return { from, to, text, select: [margin, text.length - margin] }
}

function isMarked(line: string, mark: Mark) {
  const bare = line.trim()
  return bare.length > 2 * mark.length && bare.startsWith(mark) && bare.endsWith(mark)
}

function marked(line: string, mark: Mark) {
  const bare = line.trim()
  return bare === '' || isMarked(line, mark) ? line : line.replace(bare, () => mark + bare + mark)
}

function without(line: string, mark: Mark) {
  const bare = line.trim()
  return bare === '' ? line : line.replace(bare, () => bare.slice(mark.length, -mark.length))
}
