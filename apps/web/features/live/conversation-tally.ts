import type { Conversation, ConversationCounts } from '@cloudpa/contracts/conversations'
import {
  belongs,
  isBoth,
  isFilter,
  listOf,
  listOfLabel,
  type BothList,
  type LabelList,
} from './conversation-filters'

/**
 * All that is counted but `closing`, which changes with the clock alone; the labels, which are as many as there are; and
 * what is of a filter and a label at once, where the API counts that for a view.
 */
const kinds = ['all', 'unread', 'mine', 'unassigned', 'waiting', 'snoozed', 'starred'] as const
type Kind = (typeof kinds)[number]
export type Counts = Readonly<Record<Kind, number> & { [list: LabelList | BothList]: number | undefined }>

/** What an older API doesn't count there is none of. */
export function countsOf(told: Partial<ConversationCounts>): Counts {
  const labels = Object.entries(told.labels ?? {}).map(([id, count]) => [listOfLabel(id), count])
  return {
    ...(Object.fromEntries(kinds.map((kind) => [kind, told[kind] ?? 0])) as Counts),
    ...Object.fromEntries(labels),
    ...bothOf(told.both ?? []),
  }
}

function bothOf(told: ConversationCounts['both']): { [list: BothList]: number } {
  const known = told.flatMap(({ filter, label, count }) =>
    isFilter(filter) ? [[listOf(filter, label), count] as const] : [],
  )
  return Object.fromEntries(known.filter(([list]) => isBoth(list)))
}

/** The filters with a label that are counted. */
const bothIn = (counts: Counts) => Object.keys(counts).filter(isBoth)

/** Nothing of all that these count. */
export const noneOf = (counts: Counts): Counts => ({
  ...countsOf({}),
  ...Object.fromEntries(bothIn(counts).map((list) => [list, 0])),
})

/** Whether both count the same filters with a label. */
export const countAlike = (one: Counts, other: Counts) =>
  bothIn(one).toSorted().join() === bothIn(other).toSorted().join()

/** Puts numbers together, kind by kind, label by label. */
export function combine(one: Counts, other: Counts, how: (one: number, other: number) => number): Counts {
  const names = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof Counts)[])
  return Object.fromEntries(
    [...names].map((name) => [name, how(one[name] ?? 0, other[name] ?? 0)]),
  ) as unknown as Counts
}

export function isSame(one: Counts, other: Counts): boolean {
  const names = [...Object.keys(one), ...Object.keys(other)] as (keyof Counts)[]
  return one === other || names.every((name) => (one[name] ?? 0) === (other[name] ?? 0))
}

/** How many of some conversations there are of each kind, with each label, and of both where that was counted before. */
export class ConversationTally {
  private readonly both: BothList[]

  constructor(public counts: Counts = countsOf({})) {
    this.both = bothIn(counts)
  }

  /** One of them became another, came to them, or left them. */
  replace(before: Conversation | undefined, after: Conversation | undefined): void {
    const names = new Set<keyof Counts>([...kinds, ...this.both])
    for (const label of [...(before?.labels ?? []), ...(after?.labels ?? [])]) names.add(listOfLabel(label))
    const one = (conversation: Conversation | undefined, name: keyof Counts) =>
      conversation && belongs(name, conversation) ? 1 : 0
    const changed = [...names].map((name) => [
      name,
      (this.counts[name] ?? 0) + one(after, name) - one(before, name),
    ])
    this.counts = { ...this.counts, ...Object.fromEntries(changed) }
  }
}
