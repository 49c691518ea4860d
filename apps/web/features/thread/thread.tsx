'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../components/ui/button'
import { dayLabel } from '../words/format-time'
import { groupMessages, reachesBackTo, type Day } from './group-messages'
import { useMessages } from '../live/inbox-queries'
import { flattenMessages } from '../live/merge-message'
import { MessageBubble } from './message-bubble'
import { threadEntries, type Entry } from './thread-entries'
import { useUnsent } from '../sending/unsent'
import { useFocusWish } from '../conversations/open-conversation'
import { useMarkRead } from './use-mark-read'
import { useNow } from '../window/use-now'
import { useThreadScroll } from './use-thread-scroll'

interface Props {
  conversation: Conversation
  query: ReturnType<typeof useMessages>
}

/** The messages of one conversation, from the unread ones or the latest, with older pages above. */
export function Thread({ conversation, query }: Props) {
  const { id, contact } = conversation
  const unsent = useUnsent((state) => state.items)
  const entries = useMemo(
    () =>
      threadEntries(
        flattenMessages(query.data),
        unsent.filter((item) => item.conversationId === id),
      ),
    [query.data, unsent, id],
  )
  // As it was when the thread was opened: the divider stays although reading moves on.
  const [openedWith] = useState(() => ({
    readPosition: conversation.unreadCount > 0 ? conversation.readPosition : null,
    unread: conversation.unreadCount,
    atMs: Date.now(),
  }))
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const { readPosition } = openedWith
  const placeKnown = readPosition === null || reachesBackTo(readPosition, entries, hasNextPage)
  const days = useMemo(
    () => groupMessages(entries, placeKnown ? readPosition : null),
    [entries, placeKnown, readPosition],
  )
  // After a failure it waits to be asked, or a thread that stands at its top would ask without end.
  const onNearTop = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])
  const { attach, onScroll, atBottom, scrollToBottom } = useThreadScroll(onNearTop, placeKnown)
  const ask = useFocusWish((state) => state.ask)
  useFollowOwn(entries, scrollToBottom)

  const lastPosition = entries.findLast((entry) => entry.position !== null)?.position ?? 0
  const news = useNewBelow(entries, lastPosition, atBottom)
  useMarkRead(conversation, lastPosition, atBottom)

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={attach}
        onScroll={onScroll}
        role="region"
        aria-label={`Messages with ${contact.name}`}
        // Focusable, so that the keyboard can scroll it; only some browsers see to that themselves.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-testid="thread"
        className="h-full overflow-y-auto overscroll-contain bg-thread px-3 outline-offset-[-2px] [overflow-anchor:none] md:px-6"
      >
        {/* Announcements come from one place of their own: a log would read out history as it loads. */}
        <div
          role="log"
          aria-live="off"
          className="mx-auto flex min-h-full max-w-4xl flex-col justify-end pt-2 pb-4"
        >
          <Earlier query={query} />
          {days.map((day) => (
            <DaySection
              key={day.key}
              day={day}
              author={contact.name}
              unread={openedWith.unread}
              openedAtMs={openedWith.atMs}
            />
          ))}
        </div>
      </div>
      <JumpDown
        show={!atBottom}
        news={news}
        onClick={() => {
          scrollToBottom('smooth')
          // The button goes away under the focus it was given.
          ask({ id, focus: 'composer' })
        }}
      />
    </div>
  )
}

/** The line above the oldest loaded message; its height never changes, so nothing jumps. */
function Earlier({ query }: Pick<Props, 'query'>) {
  const { isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  return (
    <div className="h-8 text-center text-meta leading-8 text-ink-2">
      {isFetchingNextPage ? 'Loading earlier messages…' : null}
      {isFetchNextPageError && !isFetchingNextPage ? (
        <button
          type="button"
          onClick={() => void fetchNextPage()}
          className="rounded-ctl px-2 font-semibold underline underline-offset-2"
        >
          Load earlier messages
        </button>
      ) : null}
    </div>
  )
}

interface DayProps {
  day: Day<Entry>
  author: string
  unread: number
  openedAtMs: number
}

function DaySection({ day, author, unread, openedAtMs }: DayProps) {
  const now = useNow()
  const label = dayLabel(day.at, now)
  return (
    <section aria-label={label}>
      <h3 className="pointer-events-none sticky top-2 z-10 my-3 flex justify-center">
        <span className="rounded-full border border-line bg-panel px-3 py-0.5 text-meta font-medium text-ink-2">
          {label}
        </span>
      </h3>
      {day.rows.map(({ entry, first, divider }) => (
        <div key={entry.key}>
          {divider ? <UnreadDivider count={unread} /> : null}
          <MessageBubble
            entry={entry}
            first={first}
            fresh={Date.parse(entry.at) > openedAtMs}
            author={author}
          />
        </div>
      ))}
    </section>
  )
}

function UnreadDivider({ count }: { count: number }) {
  return (
    <div
      data-unread-divider
      role="separator"
      className="my-4 flex items-center gap-3 text-meta font-medium text-brand before:h-px before:flex-1 before:bg-brand/40 after:h-px after:flex-1 after:bg-brand/40"
    >
      {count === 1 ? '1 new message' : `${count} new messages`}
    </div>
  )
}

function JumpDown({ show, news, onClick }: { show: boolean; news: number; onClick: () => void }) {
  if (!show) return null
  return (
    <Button
      look="outline"
      onClick={onClick}
      data-testid="jump-down"
      className="absolute right-4 bottom-4 animate-fade rounded-full shadow-pop"
    >
      <ArrowDown size={16} strokeWidth={2} aria-hidden />
      {news > 0 ? `${news} new` : <span className="sr-only">Jump to the latest message</span>}
    </Button>
  )
}

/** How many messages came in below while the reader was further up. */
function useNewBelow(entries: Entry[], lastPosition: number, atBottom: boolean) {
  const [seen, setSeen] = useState(lastPosition)
  if (atBottom && seen !== lastPosition) setSeen(lastPosition)
  if (atBottom) return 0
  return entries.filter(({ direction, position }) => direction === 'inbound' && (position ?? 0) > seen).length
}

/** What one sends oneself is always brought into view. */
function useFollowOwn(entries: Entry[], scrollToBottom: () => void) {
  const last = entries.at(-1)
  const mine = last?.unsent?.state === 'sending' ? last.key : null
  const followed = useRef<string | null>(null)
  useEffect(() => {
    if (!mine || followed.current === mine) return
    followed.current = mine
    scrollToBottom()
  }, [mine, scrollToBottom])
}
