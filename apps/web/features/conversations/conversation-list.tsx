'use client'
import { useEffect, useMemo, useRef } from 'react'
import { VList, type VListHandle } from 'virtua'
import { Button } from '../../components/ui/button'
import { sentenceOf } from '../../client/api-error'
import { ConversationRow } from './conversation-row'
import { useConversations } from '../live/inbox-queries'
import { flattenConversations } from '../live/merge-conversation'
import { useFocusWish, useIsWished, useOpenId } from './open-conversation'

const aheadPx = 1200

/** Every customer, newest first; only what is near the screen is in the document. */
export function ConversationList() {
  const query = useConversations()
  const items = useMemo(() => flattenConversations(query.data), [query.data])
  const openId = useOpenId()
  const openIndex = items.findIndex((item) => item.id === openId)
  const handle = useRef<VListHandle>(null)
  useFocusedRow(handle, openId, openIndex)

  if (query.isPending) return <ListSkeleton />
  if (query.isError && items.length === 0) {
    return <ListFailed sentence={sentenceOf(query.error)} retry={() => void query.refetch()} />
  }
  if (items.length === 0) {
    return <p className="px-5 py-6 text-ink-2">New messages will appear here.</p>
  }
  function onScroll() {
    const list = handle.current
    if (!list || !query.hasNextPage || query.isFetching) return
    if (list.scrollOffset + list.viewportSize + aheadPx > list.scrollSize) void query.fetchNextPage()
  }
  const tabStop = Math.max(openIndex, 0)
  return (
    <VList
      ref={handle}
      data={items}
      itemSize={72}
      onScroll={onScroll}
      // The row that Tab leads to stays, so that the keyboard never loses its place.
      keepMounted={[tabStop]}
      className="overscroll-contain pb-2"
    >
      {(item, index) => (
        <ConversationRow
          key={item.id}
          conversation={item}
          selected={item.id === openId}
          tabStop={index === tabStop}
        />
      )}
    </VList>
  )
}

/** Moves the keyboard to the open row when a shortcut asked for it, once the row is there. */
function useFocusedRow(
  handle: React.RefObject<VListHandle | null>,
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
  return (
    <div aria-busy="true" aria-label="Loading conversations" role="status" className="grid">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className="mx-5 flex h-[72px] items-center gap-3" style={{ opacity: 1 - row * 0.15 }}>
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
  return (
    <div role="alert" className="grid justify-items-start gap-3 px-5 py-6">
      <p className="text-ink-2">{sentence}</p>
      <Button look="outline" onClick={retry}>
        Try again
      </Button>
    </div>
  )
}
