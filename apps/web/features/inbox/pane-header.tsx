'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ArrowLeft, PanelRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { Avatar } from '../../components/ui/avatar'
import { IconButton } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { Tooltip } from '../../components/ui/tooltip'
import { holdsNow } from '../../components/ui/use-media'
import { useKeysOf } from '../actions/use-actions'
import { closeConversation, useAnsweredWish, useFocusWish } from '../conversations/open-conversation'
import { viaOf } from '../conversations/via'
import { AssignButton } from '../labels/assign-button'
import { PresentFaces, PresentWords } from '../presence/present-members'
import { othersAt, useWhoIsHere } from '../presence/who-is-here'
import { WindowLeft, WindowRing } from '../window/window-left'
import type { Window } from '../window/window-time'
import { isolated } from '../words/isolated'
import { useContactPanel } from './contact-panel-state'
import { PaneActs } from './pane-acts'

/** Who the conversation is with, how to reach them otherwise, and how long an answer goes through once that matters. */
export function PaneHeader({ conversation, window }: { conversation: Conversation; window: Window }) {
  const { contact } = conversation
  const heading = useRef<HTMLHeadingElement>(null)
  useAnsweredWish(conversation.id, 'composer', ({ onPurpose }) => {
    // Where there is no composer, or it does not take it, the heading takes the focus, so that it never gets lost.
    const touch = !holdsNow('(pointer: fine)')
    if (window.open && (!touch || onPurpose)) return
    heading.current?.focus()
    useFocusWish.getState().ask(null)
  })
  const closing = window.open && window.soon
  const isShared = useWhoIsHere((state) => othersAt(state, conversation.id).length > 0)
  return (
    <header className="flex min-h-(--header) shrink-0 items-center gap-3 border-b border-line ps-1 pe-2 md:ps-4 md:pe-3">
      <BackButton />
      <span className="relative shrink-0 max-[22.5rem]:hidden">
        <Avatar id={avatarKey(contact)} name={contact.name} className="size-9 text-small" />
        <WindowRing window={window} />
      </span>
      <div className="grid min-w-0 flex-1">
        <h2 ref={heading} tabIndex={-1} className="flex min-w-0 text-title font-semibold outline-none">
          {/* Too long, it is cut at its own end, whichever way the page reads. */}
          <span dir="auto" className="truncate">
            {contact.name}
          </span>
        </h2>
        <div className="flex min-w-0 items-baseline gap-3">
          <WindowLeft window={window} />
          <PresentWords id={conversation.id} />
          {/* On a phone there is room for the number until time is short, or somebody is here. */}
          <div className={cx('min-w-0', (closing || isShared) && 'hidden md:block')}>
            <Reach conversation={conversation} />
          </div>
        </div>
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <PresentFaces id={conversation.id} />
        <AssignButton conversation={conversation} />
        <PaneActs conversation={conversation} />
        <PanelButton id={conversation.id} />
      </div>
    </header>
  )
}

function PanelButton({ id }: { id: string }) {
  const t = useTranslations('inbox')
  const { isBeside, shown, show } = useContactPanel(id)
  const keys = useKeysOf('contact')
  return (
    <Tooltip text={t('contact')} keys={keys?.shown}>
      <IconButton
        label={t('contact')}
        // Over the thread it is a dialog that this opens; beside it a pane that is there or not.
        {...(isBeside ? { 'aria-pressed': shown } : { 'aria-haspopup': 'dialog', 'aria-expanded': shown })}
        aria-keyshortcuts={keys?.aria}
        data-testid="contact-button"
        className={cx('max-md:hidden', isBeside && shown && 'bg-brand-soft text-ink')}
        onClick={() => show(!shown)}
      >
        <PanelRight size={20} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </Tooltip>
  )
}

/** A finger hits it over the whole height of the header. */
const reachLook =
  'relative shrink-[0.01] pointer-coarse:before:absolute pointer-coarse:before:-inset-x-2 pointer-coarse:before:-top-6 pointer-coarse:before:-bottom-1.5'

/** The customer's number, to call it from a phone, and which of our numbers they write to. */
function Reach({ conversation: { contact, chatAccountId } }: { conversation: Conversation }) {
  const t = useTranslations('inbox')
  const { data } = useChatAccounts()
  const via = viaOf(data?.items, chatAccountId)
  const shown = contact.formattedPhone === contact.name ? null : contact.formattedPhone
  if (!shown && !via) return null
  return (
    <p className="flex gap-1 text-meta text-ink-3 tabular-nums" data-testid="contact-meta">
      {shown ? (
        <a href={`tel:${contact.phone}`} className={reachLook}>
          <bdi>{shown}</bdi>
        </a>
      ) : null}
      {shown && via ? '·' : null}
      {via ? <span className="truncate">{t.rich('via', { number: via, ...isolated })}</span> : null}
    </p>
  )
}

export function BackButton() {
  const t = useTranslations('inbox')
  return (
    <IconButton label={t('back')} className="md:hidden" onClick={closeConversation}>
      <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" />
    </IconButton>
  )
}
