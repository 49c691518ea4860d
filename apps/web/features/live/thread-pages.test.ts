import { describe, expect, it } from 'vitest'
import {
  addNewer,
  addOlder,
  insertPlace,
  keepNewest,
  maxPages,
  openPages,
  pageSize,
  placesOf,
  type Answer,
  type ThreadPages,
} from './thread-pages'

const place = (position: number) => ({ id: `m${position}`, position })
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => place(from + i))
const page = (from: number, to: number, hasOlder: boolean, hasNewer: boolean): Answer => ({
  places: range(from, to),
  nextCursor: hasOlder ? `before ${from}` : null,
  newerCursor: hasNewer ? `after ${to}` : null,
})
const positions = (thread: ThreadPages | null) => thread && placesOf(thread).map(({ position }) => position)
const latest = openPages(page(951, 1000, true, false))

/** Read back from the end to a position, fifty at a time. */
function readBackTo(position: number) {
  let thread = latest
  for (let top = 951; top > position; top -= 50)
    thread = addOlder(thread, page(top - 50, top - 1, true, true))
  return thread
}

describe('the pages of a thread', () => {
  it('are five at most, however far one reads back, and the newest fall off', () => {
    const thread = readBackTo(1)
    expect(thread.pages).toHaveLength(maxPages)
    expect(positions(thread)).toEqual(range(1, 250).map(({ position }) => position))
    expect(thread.newer).toEqual({ cursor: 'after 250' })
  })

  it('come back by their cursor, and the oldest fall off', () => {
    const thread = addNewer(readBackTo(1), page(251, 300, true, true))
    expect(positions(thread)?.at(0)).toBe(51)
    expect(positions(thread)?.at(-1)).toBe(300)
    expect(thread.older).toEqual({ cursor: 'before 51' })
    expect(thread.newer).toEqual({ cursor: 'after 300' })
  })

  it('never go on from a cursor that leads past what is held', () => {
    // Asked around the first message, as where no cursor is known: most of the answer is held already.
    let thread = addOlder(openPages(page(100, 149, true, false)), page(90, 139, true, true))
    expect(positions(thread)).toEqual(range(90, 149).map(({ position }) => position))
    for (const top of [90, 80, 70, 60]) thread = addOlder(thread, page(top - 10, top - 1, true, true))
    expect(positions(thread)?.at(-1)).toBe(99)
    expect(thread.newer).toEqual({ around: 'm99' })
  })
})

describe('a message that arrives', () => {
  it('goes on at the end, and makes a page when one is full', () => {
    const thread = insertPlace(latest, place(1001), true)
    expect(thread?.pages.map(({ places }) => places.length)).toEqual([pageSize, 1])
  })

  it('is not appended where the end is not held', () => {
    expect(insertPlace(openPages(page(1, 50, false, true)), place(99), true)).toBeNull()
  })

  it('makes room at the far end for a reader at the end, and takes nothing from under another', () => {
    const full = readBackTo(751)
    expect(positions(insertPlace(full, place(1001), true))?.at(0)).toBe(801)
    expect(insertPlace(full, place(1001), false)).toBeNull()
  })

  it('fits in where it belongs, once', () => {
    const gap = openPages({ places: [place(5), place(7)], nextCursor: null, newerCursor: null })
    const thread = insertPlace(gap, place(6), true)
    expect(positions(thread)).toEqual([5, 6, 7])
    expect(positions(thread && insertPlace(thread, place(6), true))).toEqual([5, 6, 7])
    expect(positions(insertPlace(gap, place(1), true))).toEqual([1, 5, 7])
  })

  it('from before the held pages is left to its own page', () => {
    expect(insertPlace(latest, place(1), true)).toBeNull()
  })

  it('begins an empty thread', () => {
    const empty = openPages({ places: [], nextCursor: null, newerCursor: null })
    expect(positions(insertPlace(empty, place(1), true))).toEqual([1])
  })
})

it('a thread that nobody looks at keeps its end alone', () => {
  const kept = keepNewest(readBackTo(751), 2)
  expect(positions(kept)?.at(0)).toBe(901)
  expect(kept.older).toEqual({ cursor: 'before 901' })
  expect(kept.newer).toBeNull()
})
