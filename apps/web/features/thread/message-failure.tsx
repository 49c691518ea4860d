'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { failureSentence } from '../messages/describe-message'
import { discard, resend, sendMessage } from '../sending/send-message'
import type { Unsent } from '../sending/unsent'
import { useUnsentSentence } from '../sending/unsent-sentence'
import { HeldMessage } from './held-message'
import { Action, CopyAction } from './message-action'
import { Under } from './under'

interface Props {
  message: Message | null
  unsent: Unsent | null
  contact: Conversation['contact']
  current: boolean
}

/** That a message is held, or why it did not get through, and the one next step. */
export function MessageFailure({ message, unsent, contact, current }: Props) {
  const t = useTranslations('thread')
  if (unsent?.state === 'sending') return null
  if (unsent?.state === 'held') return <HeldMessage item={unsent} current={current} />
  if (unsent) return <UnsentFailure item={unsent} current={current} />
  if (message?.status === 'unconfirmed') {
    return <Under>{t('checking')}</Under>
  }
  if (message?.status !== 'failed') return null
  return <Failed message={message} contact={contact} current={current} />
}

interface FailedProps {
  message: Message
  contact: Conversation['contact']
  current: boolean
}

function Failed({ message, contact, current }: FailedProps) {
  const t = useTranslations('thread')
  const messages = useTranslations('messages')
  const [isOpen, setOpen] = useState(false)
  const { error, sid } = message
  return (
    <Under bad>
      <span>{failureSentence(message, messages) ?? t('notDelivered')}</span>
      <NextStep message={message} contact={contact} current={current} />
      {error ? (
        <Action current={current} expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('details')}
        </Action>
      ) : null}
      {error && isOpen ? (
        <span className="basis-full text-end font-mono text-meta text-ink-2 [overflow-wrap:anywhere]">
          {t('code', { code: error.code })}
          {sid ? <span dir="ltr"> {sid}</span> : null}
        </span>
      ) : null}
    </Under>
  )
}

// The number is not on WhatsApp, or none at all: https://www.twilio.com/docs/api/errors
const deadNumber = new Set(['21211', '21614', '30005', '30006', '63003', '63024'])

function NextStep({ message, contact, current }: FailedProps) {
  const t = useTranslations('thread')
  const { error, content, conversationId } = message
  if (error?.retryable)
    return <SendAgain conversationId={conversationId} body={content.body} current={current} />
  if (contact.phone && error && deadNumber.has(error.code)) {
    return <CopyAction text={contact.phone} label={t('copyNumber')} current={current} />
  }
  if (!content.body) return null
  return <CopyAction text={content.body} label={t('copyText')} current={current} />
}

interface AgainProps {
  conversationId: string
  body: string
  current: boolean
}

/** Our server knows that it failed, so sending again is a new message; once, or a nervous finger doubles it. */
function SendAgain({ conversationId, body, current }: AgainProps) {
  const t = useTranslations('thread')
  const [again, setAgain] = useState(false)
  if (again) return <span className="text-ink-2">{t('sentAgain')}</span>
  return (
    <Action
      current={current}
      testId="retry-button"
      onClick={() => {
        setAgain(true)
        sendMessage(conversationId, body)
      }}
    >
      {t('tryAgain')}
    </Action>
  )
}

/** What waits behind another message goes out with that one; what WhatsApp takes no more can only be said elsewhere. */
function UnsentStep({ item, current }: { item: Unsent; current: boolean }) {
  const t = useTranslations('thread')
  if (item.reason === 'behind') return null
  if (item.error?.code === 'window_closed') {
    return <CopyAction text={item.body} label={t('copyText')} current={current} />
  }
  return (
    <Action current={current} testId="retry-button" onClick={() => resend(item)}>
      {t(item.reason === 'late' ? 'sendNow' : 'tryAgain')}
    </Action>
  )
}

function UnsentFailure({ item, current }: { item: Unsent; current: boolean }) {
  const t = useTranslations('thread')
  const sentenceOf = useUnsentSentence()
  return (
    <Under bad={item.state === 'refused'}>
      <span>{sentenceOf(item)}</span>
      <span className="inline-flex items-center gap-x-1.5">
        <UnsentStep item={item} current={current} />
        <Action current={current} onClick={() => discard(item)}>
          {t('discard')}
        </Action>
      </span>
    </Under>
  )
}
