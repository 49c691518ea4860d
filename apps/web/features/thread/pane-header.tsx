'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Avatar } from '../../components/ui/avatar'
import { IconButton } from '../../components/ui/button'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { closeConversation, useFocusWish, useIsWished } from '../conversations/open-conversation'
import { viaOf } from '../conversations/via'
import { WindowPill } from '../window/window-pill'
import type { Window } from '../window/window-time'

/** Who the conversation is with, how to reach them otherwise, and how long an answer goes through. */
export function PaneHeader({ conversation, window }: { conversation: Conversation; window: Window }) {
  const { contact } = conversation
  const heading = useRef<HTMLHeadingElement>(null)
  const wished = useIsWished(conversation.id, 'composer')
  useEffect(() => {
    // Touch screens, and threads without a composer: the heading takes the focus, so that it never gets lost.
    const touch = !globalThis.window.matchMedia('(pointer: fine)').matches
    if (wished && (touch || !window.open)) {
      heading.current?.focus()
      useFocusWish.getState().ask(null)
    }
  }, [wished, window.open])
  return (
    <header className="flex min-h-14 items-center gap-2 border-b border-line bg-panel px-2 md:gap-3 md:px-6">
      <BackButton />
      <Avatar id={contact.id} name={contact.name} className="size-8 text-meta" />
      <div className="flex min-w-0 flex-1 flex-col py-1.5 md:flex-row md:items-center md:gap-3">
        <div className="grid min-w-0 flex-1">
          <h2 ref={heading} tabIndex={-1} className="truncate text-title font-semibold outline-none">
            <bdi>{contact.name}</bdi>
          </h2>
          <div className="hidden md:grid">
            <Reach conversation={conversation} />
          </div>
        </div>
        <div className="flex min-w-0 items-center gap-2">
          <WindowPill window={window} />
          <div className="grid min-w-0 md:hidden">
            <Reach conversation={conversation} />
          </div>
        </div>
      </div>
    </header>
  )
}

/** The customer's number, to call it from a phone, and which of our numbers they write to. */
function Reach({ conversation: { contact, chatAccountId } }: { conversation: Conversation }) {
  const { data } = useChatAccounts()
  const via = viaOf(data?.items, chatAccountId)
  const number = contact.formattedPhone ?? contact.phone
  const shown = number && number !== contact.name ? number : null
  if (!shown && !via) return null
  return (
    <p className="truncate text-meta text-ink-2 tabular-nums" data-testid="contact-meta">
      {shown && contact.phone ? <a href={`tel:${contact.phone}`}>{shown}</a> : shown}
      {shown && via ? ' · ' : null}
      {via ? <bdi>via {via}</bdi> : null}
    </p>
  )
}

export function BackButton() {
  return (
    <IconButton label="Back to the list" className="md:hidden" onClick={closeConversation}>
      <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" />
    </IconButton>
  )
}
