'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Announcer } from '../../components/ui/announcer'
import { MainPane, PaneTitle, SidePane } from '../../components/ui/panes'
import { ConversationList, rowOf } from '../conversations/conversation-list'
import { useFocusWish, useOpenId } from '../conversations/open-conversation'
import { useWaiting } from '../conversations/use-waiting'
import { EmptyInbox } from '../first-run/empty-inbox'
import { ConnectionBar } from '../live/connection-bar'
import { useConversationIds } from '../live/use-conversations'
import { ConversationPane } from './conversation-pane'
import { useInboxActions } from './use-inbox-actions'

/** List, thread and what is known of the customer; on a phone one of them, by the address. */
export function InboxScreen() {
  const t = useTranslations('inbox')
  const openId = useOpenId()
  useInboxActions()
  const waiting = useWaiting()
  const { ids, isLoading, error } = useConversationIds()
  const empty = !isLoading && !error && ids.length === 0
  useFocusOnArrival(openId)
  useFocusAfterClosing(openId)
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <SidePane label={t('conversations')} hiddenOnPhone={openId !== null || empty}>
        <PaneTitle title={t('title')}>
          {waiting > 0 ? (
            <p className="pe-1 text-small text-ink-2 tabular-nums">{t('waiting', { count: waiting })}</p>
          ) : null}
        </PaneTitle>
        <ConnectionBar />
        <div className="min-h-0 flex-1">
          <ConversationList />
        </div>
      </SidePane>
      <MainPane label={t('conversation')} hiddenOnPhone={openId === null && !empty}>
        {openId ? (
          <>
            <div className="md:hidden">
              <ConnectionBar />
            </div>
            <ConversationPane key={openId} id={openId} />
          </>
        ) : (
          <EmptyInbox />
        )}
      </MainPane>
      <Announcer />
    </>
  )
}

/** Whoever arrives in a conversation by its address, or reloads it, came to answer. */
function useFocusOnArrival(openId: string | null) {
  const arrivedAt = useRef(openId)
  useEffect(() => {
    const id = arrivedAt.current
    arrivedAt.current = null
    if (id && window.matchMedia('(pointer: fine)').matches) {
      useFocusWish.getState().ask({ id, focus: 'composer' })
    }
  }, [])
}

/** The keyboard returns to the row one came from, and never falls back to the top of the page. */
function useFocusAfterClosing(openId: string | null) {
  const before = useRef(openId)
  useEffect(() => {
    if (before.current && !openId) rowOf(before.current)?.focus({ preventScroll: true })
    before.current = openId
  }, [openId])
}
