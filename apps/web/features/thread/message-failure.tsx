'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useConversation } from '../live/use-conversations'
import { discard, resend } from '../sending/send-message'
import type { Unsent } from '../sending/unsent'
import { useUnsentSentence } from '../sending/unsent-sentence'
import { useWindow } from '../window/use-window'
import { HeldMessage } from './held-message'
import { Action, CopyAction } from './message-action'
import { Under } from './under'
import { UploadLine } from './upload-line'

// Few messages fail, and no first load waits for what is said then.
const FailedMessage = dynamic(() => import('./failed-message').then((module) => module.FailedMessage), {
  ssr: false,
  loading: () => <Under bad>{'\u00a0'}</Under>,
})

interface Props {
  message: Message | null
  unsent: Unsent | null
  contact: Conversation['contact']
  current: boolean
}

/** That a message is held, or why it did not get through, and the one next step. */
export function MessageFailure({ message, unsent, contact, current }: Props) {
  const t = useTranslations('thread')
  if (unsent?.state === 'sending') return <UploadLine item={unsent} current={current} />
  if (unsent?.state === 'held') return <HeldMessage item={unsent} current={current} />
  if (unsent) return <UnsentFailure item={unsent} current={current} />
  if (message?.status === 'unconfirmed') {
    return <Under>{t('checking')}</Under>
  }
  if (message?.status !== 'failed') return null
  return <FailedMessage message={message} contact={contact} current={current} />
}

/** What waits behind another message goes out with that one; what WhatsApp does not take now can only be said elsewhere. */
function UnsentStep({ item, current }: { item: Unsent; current: boolean }) {
  const t = useTranslations('thread')
  const window = useWindow(useConversation(item.conversationId)?.windowExpiresAt ?? null)
  if (item.reason === 'behind') return null
  // The bytes are lost, so there is nothing to try again with.
  if (item.reason === 'fileGone') return null
  if (item.error?.code === 'window_closed' && !window.open) {
    if (!item.body) return null
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
