'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useFocusWish } from '../conversations/open-conversation'
import type { Opening } from '../live/thread-state'
import type { ThreadData } from '../live/use-thread'
import { useUnsent, useUnsentNotes, type Unsent } from '../sending/unsent'
import { FindBar } from './find-bar'
import { groupMessages } from './group-messages'
import { JumpDown } from './jump-down'
import { useNewestFirst } from './newest-first'
import { threadEntries, type Entry } from './thread-entries'
import { DaySection } from './day-section'
import { useOpenPicture } from './open-picture'
import { useFindHere } from './use-find-here'
import { useJumpTo } from './use-jump-to'
import { useMarkRead } from './use-mark-read'
import { useRoving } from './use-roving'
import { useThreadScroll } from './use-thread-scroll'
import { WayOn } from './way-on'

const PictureViewer = dynamic(() => import('./picture-viewer').then((module) => module.PictureViewer), {
  ssr: false,
})

// Nothing waits in most threads, and what does is no part of what was said.
const ScheduledMessages = dynamic(
  () =>
    import('./scheduled-messages').then(
      (module) => module.ScheduledMessages,
      () => Nothing,
    ),
  { ssr: false },
)
const Nothing = () => null

interface Props {
  conversation: Conversation
  thread: ThreadData
  opening: Opening
}

/** The messages of one conversation, from the unread ones or the latest, with older pages above and newer ones below. */
export function Thread({ conversation, thread, opening }: Props) {
  const { id, contact } = conversation
  const { items, hasNewer, failed } = thread
  const lost = failed.newer ? 'newer' : failed.whole && 'whole'
  const t = useTranslations('thread')
  const unsent = useUnsent((state) => state.items)
  const unsentNotes = useUnsentNotes((state) => state.items)
  const entries = useMemo(() => {
    // What was written last stands at the thread's end, so it is drawn where that is.
    const here = (all: Unsent[]) => (hasNewer ? [] : all.filter((item) => item.conversationId === id))
    return threadEntries(items, { messages: here(unsent), notes: here(unsentNotes) })
  }, [items, hasNewer, unsent, unsentNotes, id])
  const { firstUnreadId } = opening
  const { drawn, isWhole } = useNewestFirst(entries, firstUnreadId !== null)
  const days = useMemo(() => groupMessages(drawn, firstUnreadId), [drawn, firstUnreadId])
  const hasOlder = thread.hasOlder && isWhole
  const { attach, onScroll, atBottom, toEnd, show, place } = useThreadScroll({ ...thread, hasOlder })
  const says = useMemo(
    () => ({ inbound: t('says', { name: contact.name }), outbound: t('says', { name: t('you') }) }),
    [t, contact.name],
  )
  const log = useRef<HTMLDivElement>(null)
  const keys = useMemo(() => drawn.map(({ key }) => key), [drawn])
  const { current, ...roving } = useRoving(keys, log)
  const ask = useFocusWish((state) => state.ask)
  useFollowOwn(id, toEnd)
  useJumpTo({ conversationId: id, thread, isWhole, show })
  const picture = usePictureHere(id)
  const find = useFindHere({ conversationId: id, place, toEnd })

  const lastPosition = entries.findLast(({ message }) => message)?.position ?? 0
  const news = useNewBelow(entries, lastPosition, atBottom) + thread.newsBehind
  useMarkRead(conversation, lastPosition, atBottom)

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {find.isOpen ? (
        <FindBar
          conversationId={id}
          field={find.field}
          onClose={find.stay}
          onBack={find.goBack}
          onTouched={find.forget}
        />
      ) : null}
      <div
        ref={attach}
        onScroll={onScroll}
        data-testid="thread"
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain bg-thread px-3 [scrollbar-color:var(--line)_transparent] [scrollbar-width:thin] [overflow-anchor:none] md:px-4 lg:px-6"
      >
        {/* Announcements come from one place of their own: a live log would read out history as it loads. */}
        <div
          ref={log}
          role="log"
          aria-live="off"
          aria-label={t('log', { name: contact.name })}
          tabIndex={-1}
          {...roving}
          className="mx-auto flex min-h-full max-w-(--column) flex-col justify-end pt-2 pb-6 outline-none"
        >
          <WayOn
            loading={thread.isLoadingOlder && t('loadingEarlier')}
            failed={failed.older && t('earlierFailed')}
            retry={() => thread.retry('older')}
          />
          {days.map((day) => (
            <DaySection
              key={day.key}
              day={day}
              contact={contact}
              says={says}
              unread={opening.unreadCount}
              openedAtMs={opening.atMs}
              current={current}
            />
          ))}
          {hasNewer || lost ? (
            <WayOn
              loading={thread.isLoadingNewer && t('loadingLater')}
              failed={lost && t('laterFailed')}
              retry={() => lost && thread.retry(lost)}
            />
          ) : (
            <ScheduledMessages conversation={conversation} entries={entries} />
          )}
        </div>
      </div>
      {picture ? <PictureViewer conversation={conversation} mediumId={picture} /> : null}
      <JumpDown
        show={!atBottom}
        news={news}
        onClick={() => {
          toEnd()
          // The button goes away under the focus it was given.
          ask({ id, focus: 'composer' })
        }}
      />
    </div>
  )
}

/** The picture of this conversation that is open over it; whoever leaves the conversation leaves that, too. */
function usePictureHere(conversationId: string): string | null {
  useEffect(() => () => useOpenPicture.getState().close(conversationId), [conversationId])
  return useOpenPicture(({ shown }) => (shown?.conversationId === conversationId ? shown.mediumId : null))
}

/** How many messages came in below while the reader was further up. */
function useNewBelow(entries: Entry[], lastPosition: number, atBottom: boolean) {
  const [seen, setSeen] = useState(lastPosition)
  if (atBottom && seen !== lastPosition) setSeen(lastPosition)
  if (atBottom) return 0
  return entries.filter(({ direction, position }) => direction === 'inbound' && (position ?? 0) > seen).length
}

/** What one sends oneself is always brought into view, be it by loading the thread's end. */
function useFollowOwn(conversationId: string, toEnd: () => void) {
  const isMine = (item: Unsent) => item.conversationId === conversationId
  const reply = useUnsent((state) => state.items.findLast(isMine))
  const [drawnAt] = useState(() => new Date().toISOString())
  // A note that waited since earlier moves nobody from what they came to read.
  const note = useUnsentNotes((state) => state.items.findLast((item) => isMine(item) && item.at > drawnAt))
  const mine = note && note.at > (reply?.at ?? '') ? note : reply
  const key = mine?.state === 'sending' || mine?.state === 'held' ? mine.clientId : null
  const followed = useRef<string | null>(null)
  useEffect(() => {
    if (!key || followed.current === key) return
    followed.current = key
    toEnd()
  }, [key, toEnd])
}
