'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useState } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { useConversation } from '../live/use-conversations'
import { failureSentence } from '../messages/describe-message'
import { sendFailed, wasSentAgain } from '../sending/send-failed'
import { useChoosing } from '../templates/choosing'
import { Action, CopyAction } from './message-action'
import { Under } from './under'

interface Props {
  message: Message
  contact: Conversation['contact']
  current: boolean
}

/** Why Twilio did not deliver a message, and the one next step. */
export function FailedMessage({ message, contact, current }: Props) {
  const t = useTranslations('thread')
  const messages = useTranslations('messages')
  const [isOpen, setOpen] = useState(false)
  const { error, sid } = message
  const goesAgain = Boolean(error?.againAt)
  return (
    <Under bad={!goesAgain}>
      <span>
        {failureSentence(message, messages) ?? t('notDelivered')}
        {goesAgain ? ` ${t('goesAgain')}` : null}
      </span>
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
      {error && isOpen && isTwilios(error.code) && stepOf(error) !== 'console' ? (
        <TwilioPage code={error.code} current={current} />
      ) : null}
    </Under>
  )
}

/** What can help by itself is tried before anything else. */
const stepOf = ({ retryable, step }: NonNullable<Message['error']>) => (retryable ? 'retry' : step)

/** What helps with this kind of failure; where nothing does, the words are kept for another way. */
function NextStep({ message, contact, current }: Props) {
  const t = useTranslations('thread')
  const { error, content } = message
  if (!error || error.againAt) return null
  switch (stepOf(error)) {
    case 'retry':
      return <SendAgain message={message} current={current} />
    case 'template':
      return <ChooseTemplate conversationId={message.conversationId} current={current} />
    case 'join':
      return <CopyJoinLine conversationId={message.conversationId} current={current} />
    case 'number':
      return (
        <Link href="/settings/numbers" tabIndex={current ? 0 : -1} className={linkLook}>
          {t('openSettings')}
        </Link>
      )
    case 'contact':
      if (!contact.phone) break
      return <CopyAction text={contact.phone} label={t('copyNumber')} current={current} />
    case 'console':
      if (!isTwilios(error.code)) break
      return <TwilioPage code={error.code} current={current} />
  }
  if (!content.body) return null
  return <CopyAction text={content.body} label={t('copyText')} current={current} />
}

/** What WhatsApp takes at any time. */
function ChooseTemplate({ conversationId, current }: { conversationId: string; current: boolean }) {
  const t = useTranslations('thread')
  return (
    <Action
      current={current}
      testId="template-instead"
      onClick={() => useChoosing.getState().ask({ conversationId })}
    >
      {t('sendTemplate')}
    </Action>
  )
}

const isTwilios = (code: string) => /^\d+$/.test(code)
const linkLook =
  'inline-flex min-h-7 shrink-0 items-center rounded-ctl px-2 font-medium text-ink underline decoration-control underline-offset-3 hover:bg-hover pointer-coarse:min-h-11'

/** What Twilio itself says of one of its errors. */
function TwilioPage({ code, current }: { code: string; current: boolean }) {
  const t = useTranslations('thread')
  return (
    <a
      href={`https://www.twilio.com/docs/api/errors/${code}`}
      target="_blank"
      rel="noopener noreferrer"
      tabIndex={current ? 0 : -1}
      className={linkLook}
    >
      {t('twilioPage')}
    </a>
  )
}

/** What to tell the customer, over whatever other way there is to them. */
function CopyJoinLine({ conversationId, current }: { conversationId: string; current: boolean }) {
  const t = useTranslations('thread')
  const accounts = useChatAccounts()
  const accountId = useConversation(conversationId)?.chatAccountId
  const number = accounts.data?.items.find(({ id }) => id === accountId)?.formatted
  if (!number) return null
  return <CopyAction text={t('joinLine', { number })} label={t('copyJoinLine')} current={current} />
}

/** Our server knows that it failed, so sending again is a new message; once, or a nervous finger doubles it. */
function SendAgain({ message, current }: { message: Message; current: boolean }) {
  const t = useTranslations('thread')
  const [again, setAgain] = useState(() => wasSentAgain(message))
  if (again) return <span className="text-ink-2">{t('sentAgain')}</span>
  return (
    <Action
      current={current}
      testId="retry-button"
      onClick={() => {
        setAgain(true)
        sendFailed(message)
      }}
    >
      {t('tryAgain')}
    </Action>
  )
}
