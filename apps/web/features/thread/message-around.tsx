'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { Reply } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QuotedMessage } from './quoted-message'
import { Advertisement } from '../messages/advertisement'

interface Props {
  message: Message
  contact: Conversation['contact']
  current: boolean
}

/** What stands above what a message says: what it answers, or the advertisement that led here. */
export function MessageAround({ message, contact, current }: Props) {
  const { quoted, referral, replyToSid, content } = message
  // Whoever presses a button answers what it stood under: that is said already.
  const isChoice = content.kind === 'button' || content.kind === 'list'
  return (
    <>
      {referral ? <Advertisement referral={referral} current={current} /> : null}
      {quoted ? (
        <QuotedMessage
          conversationId={message.conversationId}
          quoted={quoted}
          contact={contact}
          current={current}
        />
      ) : null}
      {replyToSid && !quoted && !isChoice ? <UnknownQuote /> : null}
    </>
  )
}

/** That it answers something which is not kept here. */
function UnknownQuote() {
  const t = useTranslations('messages')
  return (
    <div data-testid="unknown-quote" className="flex items-center gap-1 text-meta text-ink-2">
      <Reply size={14} strokeWidth={2} aria-hidden className="shrink-0 rtl:-scale-x-100" />
      {t('replyToEarlier')}
    </div>
  )
}
