import type { Conversation } from '@cloudpa/contracts/conversations'
import { filterOf, type ListName } from '../live/conversation-filters'
import { dayKey } from '../words/format-time'
import { soonMs } from '../window/window-time'

export type ListHeading = 'answerFirst' | 'today' | 'yesterday' | 'earlier'
export type ListEntry = { heading: ListHeading } | { conversation: Conversation }

const dayMs = 86_400_000

/**
 * A list as it is shown. In the lists of who is open it is first whose window closes within two hours while they wait for
 * an answer, by what is left; then whose snooze is over; then the rest by newest, under their days. Where all is from
 * today and nothing is urgent, no heading is needed. The others are in the order in which they come.
 * @param conversations in the order of the list
 * @param further those that are known though the list has not come to them yet: they are shown when they must be first
 */
export function listEntries(
  conversations: Conversation[],
  nowMs: number,
  further: Conversation[] = [],
  list: ListName = 'all',
): ListEntry[] {
  const filter = filterOf(list)
  if (filter === 'closing') return plainly(conversations.filter(closingBy(nowMs)))
  if (filter === 'snoozed') return plainly(conversations)
  const isOpenList = filter !== 'starred' && filter !== 'done'
  const first = isOpenList ? answeredFirst([...conversations, ...further], nowMs) : []
  const isFirst = new Set(first.map(({ id }) => id))
  const entries = plainly(first)
  if (first.length > 0) entries.unshift({ heading: 'answerFirst' })
  const headingOf = headingsBy(conversations, nowMs)
  let [last, count]: [ListHeading | undefined, number] = [undefined, 0]
  for (const [index, conversation] of conversations.entries()) {
    if (isFirst.has(conversation.id)) continue
    const heading = headingOf(index)
    if (heading !== last) {
      entries.push({ heading })
      count += 1
    }
    last = heading
    entries.push({ conversation })
  }
  const plain = first.length === 0 && count === 1 && last === 'today'
  return plain ? entries.slice(1) : entries
}

const plainly = (conversations: Conversation[]): ListEntry[] =>
  conversations.map((conversation) => ({ conversation }))

function answeredFirst(conversations: Conversation[], nowMs: number): Conversation[] {
  const closing = conversations.filter(closingBy(nowMs)).toSorted(byWindow)
  const isClosing = new Set(closing)
  const back = conversations.filter(
    (conversation) => conversation.returned === 'snooze_over' && !isClosing.has(conversation),
  )
  return [...closing, ...back]
}

/** The conversations in the order of the list, which J and K follow. */
export function listOrder(...of: Parameters<typeof listEntries>): Conversation[] {
  return listEntries(...of).flatMap((entry) => ('conversation' in entry ? [entry.conversation] : []))
}

/**
 * Who is answered next: of those who wait and can still be written to, the one whose window closes first, who also
 * waits longest.
 */
export function nextToAnswer(conversations: Conversation[], nowMs: number): Conversation | undefined {
  const nowIso = new Date(nowMs).toISOString()
  return conversations
    .filter(
      ({ lastMessage, windowExpiresAt }) =>
        lastMessage?.direction === 'inbound' && (windowExpiresAt ?? '') > nowIso,
    )
    .toSorted(byWindow)[0]
}

/** Whether somebody still has to see to it though nobody waits for an answer: its snooze is over, or ours never arrived. */
export function isLeftOver({ returned, lastMessage }: Conversation): boolean {
  return returned === 'snooze_over' || (lastMessage?.status === 'failed' && !lastMessage.error?.againAt)
}

const byWindow = (a: Conversation, b: Conversation) =>
  (a.windowExpiresAt ?? '').localeCompare(b.windowExpiresAt ?? '')

/** Told by texts alone: to read ten thousand dates takes longer than a frame. */
function closingBy(nowMs: number): (conversation: Conversation) => boolean {
  const [nowIso, soonIso] = [new Date(nowMs).toISOString(), new Date(nowMs + soonMs).toISOString()]
  return ({ lastMessage, windowExpiresAt }) => {
    const isSoon = windowExpiresAt !== null && windowExpiresAt > nowIso && windowExpiresAt < soonIso
    return isSoon && lastMessage?.direction === 'inbound'
  }
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
