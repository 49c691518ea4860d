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
  const urgent = conversations
    .filter((conversation) => mustAnswer(conversation, nowMs))
    .toSorted((a, b) => (a.windowExpiresAt ?? '').localeCompare(b.windowExpiresAt ?? ''))
  const first = new Set(urgent.map(({ id }) => id))
  const entries: ListEntry[] = urgent.map((conversation) => ({ conversation }))
  if (urgent.length > 0) entries.unshift({ heading: 'answerFirst' })
  let last: ListHeading | undefined
  for (const conversation of conversations) {
    if (first.has(conversation.id)) continue
    const heading = headingOf(conversation.lastMessageAt, nowMs)
    if (heading !== last) entries.push({ heading })
    last = heading
    entries.push({ conversation })
  }
  const headings = entries.filter((entry) => 'heading' in entry)
  const plain = headings.length === 1 && headings[0]?.heading === 'today'
  return plain ? entries.filter((entry) => !('heading' in entry)) : entries
}

/** The conversations in the order of the list, which J and K follow. */
export function listOrder(conversations: Conversation[], nowMs: number): Conversation[] {
  return listEntries(conversations, nowMs).flatMap((entry) =>
    'conversation' in entry ? [entry.conversation] : [],
  )
}

function mustAnswer({ lastMessage, windowExpiresAt }: Conversation, nowMs: number) {
  const window = windowAt(windowExpiresAt, nowMs)
  return window.open && window.soon && lastMessage?.direction === 'inbound'
}

function headingOf(at: string, nowMs: number): ListHeading {
  const day = dayKey(at)
  if (day >= dayKey(nowMs)) return 'today'
  return day === dayKey(nowMs - dayMs) ? 'yesterday' : 'earlier'
}
