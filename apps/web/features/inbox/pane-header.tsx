'use client'
import { avatarKey } from '@cloudpa/contracts/avatar'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ArrowLeft, PanelRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { Avatar } from '../../components/ui/avatar'
import { IconButton } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { Tooltip } from '../../components/ui/tooltip'
import { useKeysOf } from '../actions/use-actions'
import { closeConversation, useFocusWish, useIsWished } from '../conversations/open-conversation'
import { viaOf } from '../conversations/via'
import { WindowLeft } from '../window/window-left'
import type { Window } from '../window/window-time'
import { isolated } from '../words/isolated'
import { useContactPanel } from './contact-panel-state'

/** Who the conversation is with, how to reach them otherwise, and how long an answer goes through once that matters. */
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
  const closing = window.open && window.soon
  return (
    <header className="flex min-h-(--header) shrink-0 items-center gap-3 border-b border-line ps-1 pe-2 md:ps-4 md:pe-3">
      <BackButton />
      <Avatar
        id={avatarKey(contact)}
        name={contact.name}
        className="size-9 text-small max-[22.5rem]:hidden"
      />
      <div className="grid min-w-0 flex-1">
        <h2 ref={heading} tabIndex={-1} className="truncate text-title font-semibold outline-none">
          <bdi>{contact.name}</bdi>
        </h2>
        {/* On a phone there is one line below the name: the number, until time is short. */}
        <div className={cx('min-w-0', closing && 'hidden md:block')}>
          <Reach conversation={conversation} />
        </div>
        <WindowLeft window={window} className={cx('md:hidden', !closing && 'hidden')} />
      </div>
      <WindowLeft window={window} className="hidden md:inline-flex" />
      <PanelButton />
    </header>
  )
}

function PanelButton() {
  const t = useTranslations('inbox')
  const { shown, toggle } = useContactPanel()
  const keys = useKeysOf('contact')
  return (
    <Tooltip text={t('contact')} keys={keys?.shown}>
      <IconButton
        label={t('contact')}
        aria-pressed={shown}
        aria-keyshortcuts={keys?.aria}
        data-testid="contact-button"
        className={cx(shown && 'xl:bg-brand-soft xl:text-ink')}
        onClick={toggle}
      >
        <PanelRight size={20} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </Tooltip>
  )
}

/** The customer's number, to call it from a phone, and which of our numbers they write to. */
function Reach({ conversation: { contact, chatAccountId } }: { conversation: Conversation }) {
  const t = useTranslations('inbox')
  const { data } = useChatAccounts()
  const via = viaOf(data?.items, chatAccountId)
  const number = contact.formattedPhone ?? contact.phone
  const shown = number && number !== contact.name ? number : null
  if (!shown && !via) return null
  return (
    <p className="truncate text-meta text-ink-3 tabular-nums" data-testid="contact-meta">
      {shown ? <bdi>{contact.phone ? <a href={`tel:${contact.phone}`}>{shown}</a> : shown}</bdi> : null}
      {shown && via ? ' · ' : null}
      {via ? t.rich('via', { number: via, ...isolated }) : null}
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
