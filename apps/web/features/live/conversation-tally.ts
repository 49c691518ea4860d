import type { Conversation, ConversationCounts } from '@cloudpa/contracts/conversations'
import { belongs, listOfLabel, type LabelList } from './conversation-filters'

/** All that is counted but `closing`, which changes with the clock alone, and the labels, which are as many as there are. */
const kinds = ['all', 'unread', 'mine', 'unassigned', 'waiting', 'snoozed', 'starred'] as const
type Kind = (typeof kinds)[number]
export type Counts = Readonly<Record<Kind, number> & { [label: LabelList]: number | undefined }>

/** What an older API doesn't count there is none of. */
export function countsOf(told: Partial<ConversationCounts>): Counts {
  const labels = Object.entries(told.labels ?? {}).map(([id, count]) => [listOfLabel(id), count])
  return {
    ...(Object.fromEntries(kinds.map((kind) => [kind, told[kind] ?? 0])) as Counts),
    ...Object.fromEntries(labels),
  }
}

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

/** How many of some conversations there are of each kind, and with each label. */
export class ConversationTally {
  constructor(public counts: Counts = countsOf({})) {}

  /** One of them became another, came to them, or left them. */
  replace(before: Conversation | undefined, after: Conversation | undefined): void {
    const names = new Set<keyof Counts>(kinds)
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
