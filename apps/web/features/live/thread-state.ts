import type { ConversationFacts } from '@cloudpa/contracts/conversations'
import type { Item } from './thread-item'
import type { ThreadPages } from './thread-pages'

/** Where a thread stood when it was opened; it does not move while the thread is read. */
export interface Opening {
  /** The first message that was unread, above which the line is drawn; null when all was read. */
  firstUnreadId: string | null
  /** How many were unread. */
  unreadCount: number
  atMs: number
}

export type Load = 'open' | 'older' | 'newer' | 'newest' | 'reload'

/** What a load brings: what lies beyond one end of what is held, or all of it. */
export type Part = 'older' | 'newer' | 'whole'
export const partOf = {
  open: 'whole',
  older: 'older',
  newer: 'newer',
  newest: 'newer',
  reload: 'whole',
} as const satisfies Record<Load, Part>

/** What failed last, until it is asked for again: what can't be had at one end stops nothing at the other. */
export type Failures = { readonly [P in Part]?: { load: Load; error: Error } | undefined }
export const noFailures: Failures = {}

export interface ThreadView {
  /** What is known of the customer, as of the opening request. */
  facts: ConversationFacts | null
  /** Without gaps, oldest first. An item that changes is another object only for `useItem`. */
  items: readonly Item[]
  opening: Opening | null
  hasOlder: boolean
  hasNewer: boolean
  /** Customers' messages that came in behind what is held. */
  newsBehind: number
  /** What is on its way, and what failed. */
  loading: Load | null
  failed: Failures
}

/** A thread of which nothing was loaded yet. */
export const nothingYet: ThreadView = {
  facts: null,
  items: [],
  opening: null,
  hasOlder: false,
  hasNewer: false,
  newsBehind: 0,
  loading: 'open',
  failed: noFailures,
}

export interface Thread {
  facts: ConversationFacts | null
  pages: ThreadPages | null
  opening: Opening | null
  loading: Load | null
  failed: Failures
  /** What came in while a page was on its way and had no place yet: the page may be of before or after it. */
  arrived: Item[]
  /** The ids of customers' messages that came in behind what is held. */
  newsBehind: Set<string>
  /** The gap in what was told since which nothing goes on at the end; and the one that the load on its way knew of. */
  gap: number | null
  gapAsked: number | null
  /** Put at the end by the answer to its sender, and not told by the line yet: something missed may lie before it. */
  loose: Set<string>
  /** How many parts of the page show it, and whether its reader is at the end. */
  readers: number
  follows: boolean
  view: ThreadView | null
  listeners: Set<() => void>
}

/** A thread that begins to be held. */
export function newThread(): Thread {
  return {
    facts: null,
    pages: null,
    opening: null,
    loading: null,
    failed: noFailures,
    arrived: [],
    newsBehind: new Set(),
    gap: null,
    gapAsked: null,
    loose: new Set(),
    readers: 0,
    follows: true,
    view: null,
    listeners: new Set(),
  }
}
