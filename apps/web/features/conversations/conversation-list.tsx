'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { Button } from '../../components/ui/button'
import { conversationOf, useConversationIds } from '../live/use-conversations'
import { useNow } from '../window/use-now'
import { useErrorSentence } from '../words/use-error-sentence'
import { ConversationRow } from './conversation-row'
import { listEntries, type ListHeading } from './list-entries'
import { useFocusWish, useIsWished, useOpenId } from './open-conversation'

const aheadPx = 1200
const rowPx = 70

/** Every customer: who must be answered first, then the newest; only what is near the screen is in the document. */
export function ConversationList() {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('conversations')
  const { ids, isLoading, error, retry, loadMore } = useConversationIds()
  const now = useNow()
  const entries = useMemo(
    () =>
      listEntries(
        ids.flatMap((id) => conversationOf(id) ?? []),
        now,
      ),
    [ids, now],
  )
  const openId = useOpenId()
  const openIndex = entries.findIndex((entry) => 'conversation' in entry && entry.conversation.id === openId)
  const scroller = useRef<HTMLDivElement>(null)
  const handle = useRef<VirtualizerHandle>(null)
  useFocusedRow(handle, openId, openIndex)

  if (isLoading) return <ListSkeleton />
  if (error && ids.length === 0) return <ListFailed sentence={sentenceOf(error)} retry={retry} />
  if (ids.length === 0) return <p className="px-4 py-6 text-ink-2">{t('none')}</p>
  function onScroll() {
    const list = handle.current
    if (list && list.scrollOffset + list.viewportSize + aheadPx > list.scrollSize) loadMore()
  }
  const firstRow = entries.findIndex((entry) => 'conversation' in entry)
  const tabStop = openIndex < 0 ? firstRow : openIndex
  return (
    <div
      ref={scroller}
      className="h-full overflow-y-auto overscroll-contain px-2 pb-4 [scrollbar-width:thin]"
    >
      <Virtualizer
        ref={handle}
        scrollRef={scroller}
        as="ul"
        item="li"
        data={entries}
        itemSize={rowPx}
        onScroll={onScroll}
        // The row that Tab leads to stays, so that the keyboard never loses its place.
        keepMounted={[tabStop]}
      >
        {(entry, index) =>
          'heading' in entry ? (
            <Heading key={entry.heading} heading={entry.heading} />
          ) : (
            <ConversationRow
              key={entry.conversation.id}
              id={entry.conversation.id}
              selected={entry.conversation.id === openId}
              tabStop={index === tabStop}
            />
          )
        }
      </Virtualizer>
      {error ? <ListFailed sentence={sentenceOf(error)} retry={retry} /> : null}
    </div>
  )
}

function Heading({ heading }: { heading: ListHeading }) {
  const t = useTranslations('conversations')
  return <h2 className="px-2 pt-2 pb-1.5 text-meta font-medium text-ink-3">{t(heading)}</h2>
}

/** Moves the keyboard to the open row when a shortcut asked for it, once the row is there. */
function useFocusedRow(
  handle: React.RefObject<VirtualizerHandle | null>,
  openId: string | null,
  openIndex: number,
) {
  const wished = useIsWished(openId, 'row')
  const ask = useFocusWish((state) => state.ask)
  useEffect(() => {
    if (!wished || openIndex < 0 || !openId) return
    handle.current?.scrollToIndex(openIndex, { align: 'nearest' })
    const frame = requestAnimationFrame(() => {
      rowOf(openId)?.focus({ preventScroll: true })
      ask(null)
    })
    return () => cancelAnimationFrame(frame)
  }, [wished, ask, openId, openIndex, handle])
}

export function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-conversation-id="${CSS.escape(id)}"]`)
}

function ListSkeleton() {
  const t = useTranslations('conversations')
  return (
    <div aria-busy="true" aria-label={t('loading')} role="status" className="grid px-4">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className="flex h-(--row) items-center gap-3" style={{ opacity: 1 - row * 0.15 }}>
          <div className="size-10 rounded-full bg-inset" />
          <div className="grid flex-1 gap-2">
            <div className="h-3 w-2/5 rounded-full bg-inset" />
            <div className="h-3 w-4/5 rounded-full bg-inset" />
          </div>
        </div>
      ))}
    </div>
  )
}

function ListFailed({ sentence, retry }: { sentence: string; retry: () => void }) {
  const t = useTranslations('common')
  return (
    <div role="alert" className="grid justify-items-start gap-3 px-4 py-6">
      <p className="text-ink-2">{sentence}</p>
      <Button look="outline" onClick={retry}>
        {t('tryAgain')}
      </Button>
    </div>
  )
}
