import type { Conversation } from '@cloudpa/contracts/conversations'
import { dayKey } from '../words/format-time'
import { windowAt } from '../window/window-time'

export type ListHeading = 'answerFirst' | 'today' | 'yesterday' | 'earlier'
export type ListEntry = { heading: ListHeading } | { conversation: Conversation }

const dayMs = 86_400_000

/**
 * The list as it is shown: first whose window closes within two hours while they wait for an answer, by what is left;
 * then the rest by newest, under their days. Where all is from today and nothing is urgent, no heading is needed.
 * @param conversations newest first
 */
export function listEntries(conversations: Conversation[], nowMs: number): ListEntry[] {
  const nowIso = new Date(nowMs).toISOString()
  const urgent = conversations
    .filter((conversation) => mustAnswer(conversation, nowMs, nowIso))
    .toSorted((a, b) => (a.windowExpiresAt ?? '').localeCompare(b.windowExpiresAt ?? ''))
  const first = new Set(urgent.map(({ id }) => id))
  const entries: ListEntry[] = urgent.map((conversation) => ({ conversation }))
  if (urgent.length > 0) entries.unshift({ heading: 'answerFirst' })
  const headingOf = headingsBy(conversations, nowMs)
  let [last, count]: [ListHeading | undefined, number] = [undefined, 0]
  for (const [index, conversation] of conversations.entries()) {
    if (first.has(conversation.id)) continue
    const heading = headingOf(index)
    if (heading !== last) {
      entries.push({ heading })
      count += 1
    }
    last = heading
    entries.push({ conversation })
  }
  const plain = urgent.length === 0 && count === 1 && last === 'today'
  return plain ? entries.slice(1) : entries
}

/** The conversations in the order of the list, which J and K follow. */
export function listOrder(conversations: Conversation[], nowMs: number): Conversation[] {
  return listEntries(conversations, nowMs).flatMap((entry) =>
    'conversation' in entry ? [entry.conversation] : [],
  )
}

function mustAnswer({ lastMessage, windowExpiresAt }: Conversation, nowMs: number, nowIso: string) {
  // Most windows are long closed, which two texts tell without a date being read.
  if (windowExpiresAt === null || windowExpiresAt <= nowIso) return false
  const window = windowAt(windowExpiresAt, nowMs)
  return window.open && window.soon && lastMessage?.direction === 'inbound'
}

/** Where the days begin is found by halving: naming the day of ten thousand would take longer than anybody waits. */
function headingsBy(conversations: Conversation[], nowMs: number): (index: number) => ListHeading {
  const earlierDay = firstBefore(conversations, dayKey(nowMs))
  const earlierDays = firstBefore(conversations, dayKey(nowMs - dayMs))
  return (index) => (index < earlierDay ? 'today' : index < earlierDays ? 'yesterday' : 'earlier')
}

function firstBefore(conversations: Conversation[], day: string): number {
  let [low, high] = [0, conversations.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (dayKey(conversations[middle]?.lastMessageAt ?? '') >= day) low = middle + 1
    else high = middle
  }
  return low
}
