import type { Conversation, ConversationCounts } from '@cloudpa/contracts/conversations'
import { belongs } from './conversation-filters'

/** All that is counted but `closing`, which changes with the clock alone. */
const kinds = ['all', 'unread', 'waiting', 'snoozed', 'starred'] as const
export type Counts = Record<(typeof kinds)[number], number>

/** What an older API doesn't count there is none of. */
export const countsOf = (told: Partial<ConversationCounts>): Counts => combine((kind) => told[kind] ?? 0)

export function combine(of: (kind: keyof Counts) => number): Counts {
  return Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Counts
}

export const isSame = (one: Counts, other: Counts) => kinds.every((kind) => one[kind] === other[kind])

/** How many of some conversations there are of each kind. */
export class ConversationTally {
  constructor(public counts: Counts = countsOf({})) {}

  /** One of them became another, came to them, or left them. */
  replace(before: Conversation | undefined, after: Conversation | undefined): void {
    const one = (conversation: Conversation | undefined, kind: keyof Counts) =>
      conversation && belongs[kind](conversation) ? 1 : 0
    this.counts = combine((kind) => this.counts[kind] + one(after, kind) - one(before, kind))
  }
}
