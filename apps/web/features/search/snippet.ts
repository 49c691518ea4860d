import type { TextRange } from '@cloudpa/contracts/search'

/** So much of a text stands before what was found in it, at the most. */
const before = 40
/** A line or two show no more than this. */
const shown = 240

export interface Snippet {
  text: string
  ranges: TextRange[]
}

/** The part of a text around the first thing found in it, on one line, from the beginning of a word where there is one. */
export function snippetOf(text: string, ranges: readonly TextRange[]): Snippet {
  const first = ranges[0]?.start ?? 0
  const start = first <= before ? 0 : beginning(text, first)
  const lead = start > 0 ? '…' : ''
  const end = Math.min(text.length, start + shown)
  const moved = ranges.flatMap((range) =>
    range.start < end
      ? [{ start: range.start - start + lead.length, end: Math.min(range.end, end) - start + lead.length }]
      : [],
  )
  // Each break is one space, so that no place moves.
  return { text: lead + text.slice(start, end).replaceAll(/\s/g, ' '), ranges: moved }
}

function beginning(text: string, first: number): number {
  const space = text.slice(first - before, first).search(/\s/)
  const start = space < 0 ? first - before : first - before + space + 1
  const isHalf = /[\udc00-\udfff]/.test(text[start] ?? '')
  return isHalf ? start + 1 : start
}
