import type { TextRange } from '@cloudpa/contracts/search'

/**
 * Where parts of a text stand in what is drawn of it: that leaves out the signs of markup, and may go on behind it.
 */
export function placesIn(text: string, drawn: string, parts: readonly TextRange[]): TextRange[] {
  const places: number[] = []
  let at = 0
  for (const unit of text.split('')) {
    places.push(at)
    if (drawn[at] === unit) at += 1
  }
  places.push(at)
  return parts
    .map(({ start, end }) => ({ start: places[start] ?? at, end: places[end] ?? at }))
    .filter(({ start, end }) => start < end)
}
