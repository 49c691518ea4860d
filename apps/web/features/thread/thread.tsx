'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../components/ui/button'
import { dayLabel } from '../words/format-time'
import { groupMessages, type Day } from './group-messages'
import type { Opening } from '../live/thread-store'
import type { ThreadData } from '../live/use-thread'
import { MessageBubble } from './message-bubble'
import { threadEntries, type Entry } from './thread-entries'
import { useUnsent } from '../sending/unsent'
import { useFocusWish } from '../conversations/open-conversation'
import { useMarkRead } from './use-mark-read'
import { useNow } from '../window/use-now'
import { useThreadScroll } from './use-thread-scroll'

interface Props {
  conversation: Conversation
  thread: ThreadData
  opening: Opening
}

/** The messages of one conversation, from the unread ones or the latest, with older pages above. */
export function Thread({ conversation, thread, opening }: Props) {
  const { id, contact } = conversation
  const unsent = useUnsent((state) => state.items)
  const entries = useMemo(
    () =>
      threadEntries(
        thread.messages,
        unsent.filter((item) => item.conversationId === id),
      ),
    [thread.messages, unsent, id],
  )
  const { firstUnreadId } = opening
  const readPosition = useMemo(() => {
    const first = thread.messages.find((message) => message.id === firstUnreadId)
    return first ? first.position - 1 : null
  }, [thread.messages, firstUnreadId])
  const days = useMemo(() => groupMessages(entries, readPosition), [entries, readPosition])
  const { attach, onScroll, atBottom, scrollToBottom } = useThreadScroll(thread.loadOlder, thread.loadNewer)
  useEffect(() => thread.setFollows(atBottom && !thread.hasNewer))
  const ask = useFocusWish((state) => state.ask)
  useFollowOwn(entries, scrollToBottom)

  const lastPosition = entries.findLast((entry) => entry.position !== null)?.position ?? 0
  const news = useNewBelow(entries, lastPosition, atBottom)
  useMarkRead(conversation, lastPosition, atBottom && !thread.hasNewer)

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
          <Earlier thread={thread} />
          {days.map((day) => (
            <DaySection
              key={day.key}
              day={day}
              author={contact.name}
              unread={opening.unreadCount}
              openedAtMs={opening.atMs}
            />
          ))}
        </div>
      </div>
      <JumpDown
        show={!atBottom || thread.hasNewer}
        news={news + thread.newsBehind}
        onClick={() => {
          if (thread.hasNewer) void thread.toNewest().then(() => scrollToBottom())
          else scrollToBottom('smooth')
          // The button goes away under the focus it was given.
          ask({ id, focus: 'composer' })
        }}
      />
    </div>
  )
}

/** The line above the oldest loaded message; its height never changes, so nothing jumps. */
function Earlier({ thread: { isLoadingOlder, error, retry } }: Pick<Props, 'thread'>) {
  return (
    <div className="h-8 text-center text-meta leading-8 text-ink-2">
      {isLoadingOlder ? 'Loading earlier messages…' : null}
      {error ? (
        <button
          type="button"
          onClick={retry}
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
