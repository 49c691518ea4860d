'use client'
import { Bookmark, MessageSquarePlus, Search, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { memo, useEffect, useRef } from 'react'
import { IconButton } from '../../components/ui/button'
import { MainPane, PaneTitle, SidePane } from '../../components/ui/panes'
import { focusHeading } from '../../components/ui/focus-again'
import { Tooltip } from '../../components/ui/tooltip'
import { useFetched } from '../../components/ui/use-fetched'
import { holdsNow } from '../../components/ui/use-media'
import { whenIdle } from '../../components/ui/when-idle'
import { doAction, type ActionId } from '../actions/registry'
import { useKeysOf } from '../actions/use-actions'
import { ConversationList } from '../conversations/conversation-list'
import { FilterChips } from '../conversations/filter-chips'
import { openIdOf, useFocusWish, useIsAnyOpen, useOpenId } from '../conversations/open-conversation'
import { rowOf } from '../conversations/row-element'
import { useSelection } from '../conversations/selection'
import { shownCount } from '../conversations/unread-count'
import { wishedIn } from '../live/jump'
import { useConversationCounts, useIsNew } from '../live/use-conversations'
import { usePicking } from '../triage/picking'
import { useSnoozing } from '../triage/snoozing'
import { useContactPanelSoon } from './contact-panel-place'
import { ConversationPane } from './conversation-pane'
import { useInboxActions } from './use-inbox-actions'

// Whoever opens a conversation never sees it; without it the place is as empty as while it loads.
const EmptyInbox = dynamic(
  () =>
    import('../first-run/empty-inbox').then(
      (module) => module.EmptyInbox,
      () => NothingOpen,
    ),
  { ssr: false, loading: NothingOpen },
)

function NothingOpen() {
  return <div className="flex-1" />
}

/** List, thread and what is known of the customer; on a phone one of them, by the address. */
export function InboxScreen() {
  const t = useTranslations('inbox')
  const isEmpty = useIsNew() === true
  const { SnoozeMenu, isSnoozing } = useSnoozeMenu()
  const { Picker, isPicking } = usePicker()
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <ListPane isEmpty={isEmpty} />
      <OpenPane isEmpty={isEmpty} />
      {isSnoozing && SnoozeMenu ? <SnoozeMenu /> : null}
      {isPicking && Picker ? <Picker /> : null}
    </>
  )
}

/** It is not drawn anew from one conversation to the next, for which somebody waits. */
const ListPane = memo(function ListPane({ isEmpty }: { isEmpty: boolean }) {
  const t = useTranslations('inbox')
  const views = useTranslations('views')
  const search = useTranslations('search')
  const actions = useTranslations('actions.does')
  const isAnyOpen = useIsAnyOpen()
  const list = useRef<HTMLDivElement>(null)
  // What a mouse finds on a row comes with the first one over it; a finger's first swipe would be over before.
  const [Tools, fetchTools] = useFetched(loadTools)
  useEffect(() => {
    return holdsNow('(any-pointer: coarse)') ? whenIdle(() => void fetchTools()) : undefined
  }, [fetchTools])
  const { waiting } = useConversationCounts()
  const { BulkBar, isSelecting } = useBulkBar()
  const [AlarmBar, fetchAlarmBar] = useFetched(loadAlarmBar)
  useEffect(() => whenIdle(() => void fetchAlarmBar()), [fetchAlarmBar])
  return (
    <SidePane label={t('conversations')} hiddenOnPhone={isAnyOpen || isEmpty}>
      <PaneTitle title={t('title')}>
        {waiting > 0 ? (
          <p className="pe-2 text-small text-ink-2 tabular-nums">
            {t('waiting', { count: waiting, shown: shownCount(waiting) })}
          </p>
        ) : null}
        <ActionButton does="views" name={views('open')} icon={Bookmark} />
        <ActionButton does="newConversation" name={actions('newConversation')} icon={MessageSquarePlus} />
        <ActionButton does="search" name={search('open')} icon={Search} />
      </PaneTitle>
      {AlarmBar ? <AlarmBar /> : null}
      <FilterChips />
      <div
        ref={list}
        onPointerOver={() => void fetchTools()}
        onPointerDown={() => void fetchTools()}
        className="relative isolate min-h-0 flex-1"
      >
        <ConversationList />
        {isSelecting && BulkBar ? <BulkBar /> : null}
        {Tools ? <Tools list={list} /> : null}
      </div>
    </SidePane>
  )
})

const OpenPane = memo(function OpenPane({ isEmpty }: { isEmpty: boolean }) {
  const t = useTranslations('inbox')
  const openId = useOpenId()
  useContactPanelSoon()
  useInboxActions(openId)
  useFocusOnArrival()
  useFocusAfterClosing(openId)
  return (
    <MainPane label={t('conversation')} hiddenOnPhone={openId === null && !isEmpty}>
      {openId ? <ConversationPane id={openId} /> : <EmptyInbox />}
    </MainPane>
  )
})

interface ActionButtonProps {
  does: ActionId
  name: string
  icon: LucideIcon
}

function ActionButton({ does, name, icon: Icon }: ActionButtonProps) {
  const keys = useKeysOf(does)
  return (
    <Tooltip text={name} keys={keys?.shown}>
      <IconButton label={name} aria-keyshortcuts={keys?.aria} onClick={() => doAction(does)}>
        <Icon size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </Tooltip>
  )
}

/** What asks until when. Where it cannot be fetched the question is off, and asked anew by the next press. */
function useSnoozeMenu() {
  const [SnoozeMenu, fetchMenu] = useFetched(loadSnoozeMenu)
  const isSnoozing = useSnoozing(({ ids }) => ids.length > 0)
  useEffect(() => whenIdle(() => void fetchMenu()), [fetchMenu])
  useEffect(() => {
    if (isSnoozing) void fetchMenu().then((came) => (came ? undefined : useSnoozing.getState().close()))
  }, [isSnoozing, fetchMenu])
  return { SnoozeMenu, isSnoozing }
}

/** What asks for labels, or who is to answer; as the question until when. */
function usePicker() {
  const [Picker, fetchPicker] = useFetched(loadPicker)
  const isPicking = usePicking(({ ids }) => ids.length > 0)
  useEffect(() => {
    if (isPicking) void fetchPicker().then((came) => (came ? undefined : usePicking.getState().close()))
  }, [isPicking, fetchPicker])
  return { Picker, isPicking }
}

/** What is done with a selection. Where it cannot be fetched the keys still do it, and the next selection tries again. */
function useBulkBar() {
  const [BulkBar, fetchBar] = useFetched(loadBulkBar)
  const isSelecting = useSelection(({ ids }) => ids.size > 0)
  useEffect(() => whenIdle(() => void fetchBar()), [fetchBar])
  useEffect(() => {
    if (isSelecting) void fetchBar()
  }, [isSelecting, fetchBar])
  return { BulkBar, isSelecting }
}

const loadSnoozeMenu = () => import('../triage/snooze-menu').then((module) => module.SnoozeMenu)
const loadPicker = () => import('../labels/picker').then((module) => module.Picker)
const loadAlarmBar = () => import('./alarm-bar').then((module) => module.AlarmBar)
const loadBulkBar = () => import('../triage/bulk-bar').then((module) => module.BulkBar)
const loadTools = () => import('../triage/row-tools').then((module) => module.RowTools)

/** Whoever arrives in a conversation by its address, or reloads it, came to answer. */
function useFocusOnArrival() {
  useEffect(() => {
    // The first drawing still reads the address that was left; and whoever came for a message goes to that.
    const id = openIdOf(window.location.pathname)
    if (id && !wishedIn(id) && holdsNow('(pointer: fine)')) {
      useFocusWish.getState().ask({ id, focus: 'composer' })
    }
  }, [])
}

/** The keyboard returns to the row one came from, and never falls back to the top of the page. */
function useFocusAfterClosing(openId: string | null) {
  const before = useRef(openId)
  useEffect(() => {
    const wished = useFocusWish.getState().wish?.focus === 'row'
    if (before.current && !openId && !wished) {
      const row = rowOf(before.current)
      row?.focus({ preventScroll: true })
      if (!row && document.activeElement === document.body) focusHeading()
    }
    before.current = openId
  }, [openId])
}
