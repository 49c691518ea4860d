'use client'
import { useTranslations } from 'next-intl'
import {
  memo,
  startTransition,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type HTMLAttributes,
  type ReactNode,
  type RefObject,
} from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { focusHeading } from '../../components/ui/focus-again'
import { LoadFailed } from '../../components/ui/load-failed'
import { RowList } from '../../components/ui/row-list'
import { RowsLoading } from '../../components/ui/rows-loading'
import { useFetched } from '../../components/ui/use-fetched'
import { useMedia, wide } from '../../components/ui/use-media'
import type { ListName } from '../live/conversation-filters'
import { whenIdle } from '../../components/ui/when-idle'
import { keepListed } from '../live/conversation-store'
import { conversationsOf, useConversationIds } from '../live/use-conversations'
import { useErrorSentence } from '../words/use-error-sentence'
import { ConversationRow } from './conversation-row'
import { listEntries, type ListEntry, type ListHeading } from './list-entries'
import { useFilter, useFocusWish, useIsAnyOpen, watchOpenId, type Wish } from './open-conversation'
import { idOfRow, rowOf } from './row-element'
import { listNow } from './list-now'
import { useSelection } from './selection'

const loadEmptyList = () => import('./empty-list').then((module) => module.EmptyList)

const aheadPx = 1200
const rowPx = 70

/** The customers of the list in the address; only what is near the screen is in the document. */
export const ConversationList = memo(function ConversationList() {
  const t = useTranslations('conversations')
  const sentenceOf = useErrorSentence()
  const filter = useFilter()
  const { ids, further, hasMore, isLoading, error, retry, loadMore } = useConversationIds(filter)
  const now = useNow()
  const entries = useMemo(
    () => listEntries(conversationsOf(ids), now, conversationsOf(further), filter),
    [ids, further, now, filter],
  )
  // Whoever reads a conversation keeps it, whatever becomes of it meanwhile.
  useEffect(() => {
    const stop = watchOpenId(keepListed)
    return () => {
      stop()
      keepListed(null)
    }
  }, [])
  useSelectionOf(filter, entries)
  const handle = useRef<VirtualizerHandle>(null)
  const { focusedId, onFocuses } = useFocusKept(entries)
  useFocusedRow(handle, entries)
  useMoreInTime(handle, entries, hasMore, loadMore)
  useVainWish(isLoading ? null : entries)
  const { EmptyList } = useEmptyList(entries.length === 0)
  const openId = useOpenIdLater()

  if (error && entries.length === 0)
    return <LoadFailed sentence={sentenceOf(error)} retry={retry} className="h-full" />
  if (isLoading || (hasMore && entries.length === 0))
    return <RowsLoading label={t('loading')} row="h-(--row)" lines={2} />
  if (entries.length === 0) return EmptyList ? <EmptyList filter={filter} /> : null
  const stops = [indexOf(entries, focusedId), indexOf(entries, openId)].filter((index) => index >= 0)
  return (
    // Another list begins at its top.
    <Rows
      key={filter}
      handle={handle}
      entries={entries}
      tabStop={stops[0] ?? entries.findIndex((entry) => 'conversation' in entry)}
      loadMore={loadMore}
      onFocuses={onFocuses}
    >
      {error ? <LoadFailed sentence={sentenceOf(error)} retry={retry} /> : null}
    </Rows>
  )
})

/** What is said where nothing is listed: fetched before that is so, or tried again. */
function useEmptyList(isEmpty: boolean) {
  const [EmptyList, fetchIt] = useFetched(loadEmptyList)
  useEffect(() => whenIdle(() => void fetchIt()), [fetchIt])
  useEffect(() => {
    if (isEmpty) void fetchIt()
  }, [isEmpty, fetchIt])
  return { EmptyList }
}

interface RowsProps {
  handle: RefObject<VirtualizerHandle | null>
  entries: ListEntry[]
  /** The place among the entries of the row that the Tab key leads to. */
  tabStop: number
  loadMore: () => void
  onFocuses: Pick<HTMLAttributes<HTMLElement>, 'onFocus' | 'onBlur'>
  /** What stands below them. */
  children: ReactNode
}

const Rows = memo(function Rows({ handle, entries, tabStop, loadMore, onFocuses, children }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const isSelecting = useSelection(({ ids }) => ids.size > 0)
  function onScroll() {
    if (isNearEnd(handle.current)) loadMore()
  }
  return (
    <div
      ref={scroller}
      {...onFocuses}
      className={cx(
        'h-full overflow-y-auto overscroll-contain px-2 [scrollbar-width:thin]',
        // The last rows are not below what can be done with them.
        isSelecting ? 'pb-28' : 'pb-4',
      )}
    >
      <Virtualizer
        ref={handle}
        scrollRef={scroller}
        as={RowList}
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
              tabStop={index === tabStop}
            />
          )
        }
      </Virtualizer>
      {children}
    </div>
  )
})

const indexOf = (entries: ListEntry[], id: string | null) =>
  id === null ? -1 : entries.findIndex((entry) => 'conversation' in entry && entry.conversation.id === id)

const idsOf = (entries: ListEntry[]) =>
  entries.flatMap((entry) => ('conversation' in entry ? [entry.conversation.id] : []))

/** Nothing is selected that is out of sight: what left the list, what is in another one, and all of it in another room. */
function useSelectionOf(filter: ListName, entries: ListEntry[]) {
  const before = useRef(filter)
  // Before anybody can act on what is no longer shown.
  useLayoutEffect(() => {
    const { ids, keepOnly, clear } = useSelection.getState()
    if (before.current !== filter) clear()
    else if (ids.size > 0) keepOnly(idsOf(entries))
    before.current = filter
  }, [filter, entries])
  useEffect(() => () => useSelection.getState().clear(), [])
}

/** What is open: the rows know it by themselves, and where Tab leads may follow after that is painted. */
function useOpenIdLater(): string | null {
  const [openId, setOpenId] = useState<string | null>(null)
  useEffect(() => watchOpenId((id) => startTransition(() => setOpenId(id))), [])
  return openId
}

/** The row that has the keyboard; when it leaves the list, the one that takes its place gets it. */
function useFocusKept(entries: ListEntry[]) {
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const focused = useRef<string | null>(null)
  const before = useRef(entries)
  useLayoutEffect(() => {
    const was = before.current
    before.current = entries
    const stood = indexOf(was, focused.current)
    if (stood < 0 || indexOf(entries, focused.current) >= 0 || document.activeElement !== document.body)
      return
    const rows = idsOf(entries)
    const at = was.slice(0, stood).filter((entry) => 'conversation' in entry).length
    const next = rows[Math.min(at, rows.length - 1)]
    if (next) useFocusWish.getState().ask({ id: next, focus: 'row' })
    else focusHeading()
  }, [entries])
  const onFocuses = useMemo(() => {
    const setFocused = (id: string | null) => {
      focused.current = id
      // The press that brings the keyboard here mostly opens the row, and where Tab leads nobody sees.
      startTransition(() => setFocusedId(id))
    }
    return {
      onFocus: ({ target }: FocusEvent<HTMLElement>) => setFocused(idOfRow(target)),
      onBlur: ({ target, relatedTarget }: FocusEvent<HTMLElement>) => {
        // A row that leaves with the keyboard hands it on first.
        if (relatedTarget && target.isConnected) setFocused(null)
      },
    }
  }, [])
  return { focusedId, onFocuses }
}

function Heading({ heading }: { heading: ListHeading }) {
  const t = useTranslations('conversations')
  return <h2 className="px-2 pt-2 pb-1.5 text-meta font-medium text-ink-3">{t(heading)}</h2>
}

const isNearEnd = (list: VirtualizerHandle | null) =>
  list !== null && list.scrollOffset + list.viewportSize + aheadPx > list.scrollSize

/** A list that gets shorter where it stands is not scrolled, and its next page must come all the same. */
function useMoreInTime(
  handle: RefObject<VirtualizerHandle | null>,
  entries: ListEntry[],
  hasMore: boolean,
  loadMore: () => void,
) {
  useEffect(() => {
    if (hasMore && (entries.length === 0 || isNearEnd(handle.current))) loadMore()
  }, [handle, entries, hasMore, loadMore])
}

const wishedRow = ({ wish }: { wish: Wish | null }) => (wish?.focus === 'row' ? wish.id : null)

/** Moves the keyboard to a row when something asked for it, once the row is there and on the screen. */
function useFocusedRow(handle: RefObject<VirtualizerHandle | null>, entries: ListEntry[]) {
  const id = useFocusWish(wishedRow)
  const index = indexOf(entries, id)
  const isWide = useMedia(wide)
  const isAnyOpen = useIsAnyOpen()
  // On a phone the list is hidden as long as a conversation is open.
  const isShown = isWide || !isAnyOpen
  useEffect(() => {
    if (!id || index < 0 || !isShown) return
    handle.current?.scrollToIndex(index, { align: 'nearest' })
    const focusRow = () => {
      const row = rowOf(id)
      // One that was out of sight is drawn once the list has come to it.
      if (!row) return void (frame = requestAnimationFrame(focusRow))
      row.focus({ preventScroll: true })
      if (document.activeElement === row) useFocusWish.getState().ask(null)
    }
    let frame = requestAnimationFrame(focusRow)
    return () => cancelAnimationFrame(frame)
  }, [id, index, isShown, handle])
}

/** A row that was asked for and is not in the list does not come: whoever waits for it would be nowhere. */
function useVainWish(entries: ListEntry[] | null) {
  const id = useFocusWish(wishedRow)
  useEffect(() => {
    if (!entries || id === null || indexOf(entries, id) >= 0) return
    // By the clock it may be listed a moment before it is drawn.
    if (listNow().includes(id)) return
    useFocusWish.getState().ask(null)
    if (document.activeElement === document.body) focusHeading()
  }, [entries, id])
}
