'use client'
import { useEffect, useRef } from 'react'
import { MainPane, SidePane } from '../../components/ui/panes'
import { Announcer } from '../../components/ui/announcer'
import { ConnectionBar } from '../live/connection-bar'
import { ConversationList, rowOf } from '../conversations/conversation-list'
import { ConversationPane } from '../thread/conversation-pane'
import { EmptyInbox } from '../first-run/empty-inbox'
import { useConversations } from '../live/inbox-queries'
import { useInboxShortcuts } from './inbox-shortcuts'
import { flattenConversations } from '../live/merge-conversation'
import { useFocusWish, useOpenId } from '../conversations/open-conversation'
import { ShortcutSheet } from './shortcut-sheet'
import { QuietPhoneLink } from '../first-run/test-message'

/** List and thread side by side; on a phone one of them, by the address. */
export function InboxScreen() {
  const openId = useOpenId()
  const [sheet, setSheet] = useInboxShortcuts()
  const { data } = useConversations()
  const empty = data !== undefined && flattenConversations(data).length === 0
  useFocusOnArrival(openId)
  useFocusAfterClosing(openId)
  return (
    <>
      <h1 className="sr-only">Inbox</h1>
      <SidePane label="Conversations" hiddenOnPhone={openId !== null || empty}>
        <header className="flex h-14 shrink-0 items-center px-5">
          <p aria-hidden className="text-title font-semibold">
            Inbox
          </p>
        </header>
        <ConnectionBar />
        <div className="min-h-0 flex-1">
          <ConversationList />
        </div>
        {empty ? null : <QuietPhoneLink />}
      </SidePane>
      <MainPane label="Conversation" hiddenOnPhone={openId === null && !empty}>
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
      <ShortcutSheet open={sheet} onOpenChange={setSheet} />
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
