import { comparePlaces, type Place } from './conversation-order'

/** How much of a thread is held, and so drawn, at most. */
export const maxPages = 5
export const pageSize = 50

/** How to ask for what lies beyond an end: behind a cursor, or around a message where no cursor was given. */
export type Link = { cursor: string } | { around: string }

interface Page {
  /** Oldest first. */
  places: readonly Place[]
  /** The cursors that its answer came with. */
  older: string | null
  newer: string | null
}

/** A stretch of a conversation without gaps, oldest first, and how it goes on at either end; null: it doesn't. */
export interface ThreadPages {
  pages: readonly Page[]
  older: Link | null
  newer: Link | null
}

/** A page as the API answers it. */
export interface Answer {
  places: readonly Place[]
  nextCursor: string | null
  newerCursor: string | null
}

const pageOf = ({ places, nextCursor, newerCursor }: Answer): Page => ({
  places,
  older: nextCursor,
  newer: newerCursor,
})
/** A cursor leads away from the answer's own end, which is not the page's where part of the answer was known. */
const wholeOr = (answer: Answer, kept: readonly Place[], cursor: string | null) =>
  kept.length === answer.places.length ? cursor : null
const linkOf = (cursor: string | null): Link | null => (cursor ? { cursor } : null)

/** A thread as it opens, at whatever place was asked for. */
export function openPages(answer: Answer): ThreadPages {
  return {
    pages: [pageOf(answer)],
    older: linkOf(answer.nextCursor),
    newer: linkOf(answer.newerCursor),
  }
}

export function placesOf({ pages }: ThreadPages): Place[] {
  return pages.flatMap(({ places }) => places)
}

/** With the page before; the newest page falls off when there are too many. */
export function addOlder(thread: ThreadPages, answer: Answer): ThreadPages {
  const first = thread.pages[0]?.places[0]
  const places = answer.places.filter((place) => !first || comparePlaces(place, first) < 0)
  const page = { ...pageOf(answer), places, newer: wholeOr(answer, places, answer.newerCursor) }
  const pages = places.length > 0 ? [page, ...thread.pages] : thread.pages
  const all = { ...thread, pages, older: linkOf(answer.nextCursor) }
  return pages.length > maxPages ? dropNewest(all) : all
}

/** With the page after; the oldest page falls off when there are too many. */
export function addNewer(thread: ThreadPages, answer: Answer): ThreadPages {
  const last = lastOf(thread)
  const places = answer.places.filter((place) => !last || comparePlaces(place, last) > 0)
  const page = { ...pageOf(answer), places, older: wholeOr(answer, places, answer.nextCursor) }
  const pages = places.length > 0 ? [...thread.pages, page] : thread.pages
  const all = { ...thread, pages, newer: linkOf(answer.newerCursor) }
  return pages.length > maxPages ? dropOldest(all) : all
}

/**
 * With an answer around one of its messages: what was missed between is filled in.
 * @param goesOn whether its end goes on with the answer's; then nothing is left behind a gap that the answer ends at
 */
export function fillIn(thread: ThreadPages, answer: Answer, goesOn: boolean): ThreadPages {
  let filled = goesOn && answer.newerCursor ? cutBehind(thread, answer.places.at(-1)) : thread
  for (const place of answer.places) {
    if (isUpTo(place, lastOf(filled))) filled = insertPlace(filled, place, true) ?? filled
  }
  return goesOn ? addNewer(filled, answer) : filled
}

function cutBehind(thread: ThreadPages, end: Place | undefined): ThreadPages {
  const pages = thread.pages.map((page) => {
    const places = page.places.filter((place) => isUpTo(place, end))
    return places.length === page.places.length ? page : { ...page, places, newer: null }
  })
  return { ...thread, pages: pages.filter(({ places }) => places.length > 0) }
}

/**
 * Puts in what arrived live, where it belongs.
 * @param follows the reader is at the end: room for more is made at the far end. If not, nothing is taken from under
 *   their eyes, and what has no room is loaded when they come to it.
 * @returns null when the message lies beyond what is held
 */
export function insertPlace(thread: ThreadPages, place: Place, follows: boolean): ThreadPages | null {
  const last = lastOf(thread)
  if (!last || comparePlaces(place, last) > 0) return thread.newer ? null : append(thread, place, follows)
  const at = thread.pages.findIndex(({ places }) => isUpTo(place, places.at(-1)))
  const page = thread.pages[at]
  if (!page || page.places.some(({ id }) => id === place.id)) return thread
  const before = page.places.filter((other) => comparePlaces(other, place) < 0)
  if (at === 0 && before.length === 0 && thread.older) return null
  const places = [...before, place, ...page.places.slice(before.length)]
  return { ...thread, pages: thread.pages.with(at, { ...page, places }) }
}

/** Its newest pages alone, as a thread is kept that nobody looks at. */
export function keepNewest(thread: ThreadPages, count: number): ThreadPages {
  let kept = thread
  while (kept.pages.length > count) kept = dropOldest(kept)
  return kept
}

const isUpTo = (place: Place, last: Place | undefined) =>
  last !== undefined && comparePlaces(place, last) <= 0
/** The newest that is held. */
export const lastOf = (thread: ThreadPages): Place | undefined => thread.pages.at(-1)?.places.at(-1)

function append(thread: ThreadPages, place: Place, follows: boolean): ThreadPages | null {
  const page = thread.pages.at(-1)
  if (page && page.places.length < pageSize) {
    const longer = { ...page, places: [...page.places, place] }
    return { ...thread, pages: [...thread.pages.slice(0, -1), longer] }
  }
  const pages = [...thread.pages, { places: [place], older: null, newer: null }]
  if (pages.length <= maxPages) return { ...thread, pages }
  return follows ? dropOldest({ ...thread, pages }) : null
}

function dropOldest(thread: ThreadPages): ThreadPages {
  const pages = thread.pages.slice(1)
  const first = pages[0]
  return { ...thread, pages, older: linkOf(first?.older ?? null) ?? around(first?.places[0]) }
}

function dropNewest(thread: ThreadPages): ThreadPages {
  const pages = thread.pages.slice(0, -1)
  const last = pages.at(-1)
  return { ...thread, pages, newer: linkOf(last?.newer ?? null) ?? around(last?.places.at(-1)) }
}

const around = (place: Place | undefined): Link | null => (place ? { around: place.id } : null)

/** With nothing held beyond its end any more: what comes there is loaded when it is asked for. */
export function closeEnd(thread: ThreadPages): ThreadPages {
  return thread.newer ? thread : { ...thread, newer: around(lastOf(thread)) }
}
