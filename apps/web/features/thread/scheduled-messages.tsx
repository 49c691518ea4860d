'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { ScheduledMessage } from '@cloudpa/contracts/scheduled'
import { Clock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ApiError } from '../../client/api-error'
import { leaveWhenSignedOut } from '../../client/query-client'
import { toast } from '../../client/toast'
import { useNow } from '../../client/use-now'
import { firstNameOf } from '../contacts/first-name'
import { useFocusWish } from '../conversations/open-conversation'
import { attachmentsOf, wordsOf } from '../messages/describe-message'
import { useScheduled, useScheduledActs } from '../sending/scheduled'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { MessageContent } from './message-content'
import { Action } from './message-action'
import type { Entry } from './thread-entries'
import { Under } from './under'

interface Props {
  conversation: Conversation
  /** What the thread shows: what left stands there, in its place. */
  entries: readonly Entry[]
}

/** What waits to be sent, behind all that was said: in pencil, since it is not said yet. */
export function ScheduledMessages({ conversation, entries }: Props) {
  const t = useTranslations('thread')
  const all = useScheduled(conversation.id)
  const items = all.filter(({ id }) => !entries.some(({ message }) => message?.id === id))
  if (items.length === 0) return null
  return (
    <ul aria-label={t('later.title')} className="mt-4 grid gap-4">
      {items.map((item) => (
        <Scheduled key={item.id} item={item} conversation={conversation} />
      ))}
    </ul>
  )
}

function Scheduled({ item, conversation }: { item: ScheduledMessage; conversation: Conversation }) {
  const t = useTranslations('thread')
  const { content, state } = item
  return (
    <li data-testid="scheduled" data-state={state} className="flex flex-col items-end">
      <div className="relative flow-root max-w-[88%] rounded-bubble px-3 py-1.75 text-msg before:pointer-events-none before:absolute before:inset-0 before:rounded-[inherit] before:border-[1.5px] before:border-dashed before:border-pencil md:max-w-[min(78%,35rem)]">
        <span className="sr-only">{t('says', { name: t('you') })}</span>
        <MessageContent
          message={null}
          contact={conversation.contact}
          attachments={attachmentsOf({ content })}
          words={wordsOf({ content })}
          isPicture={false}
          stamp={null}
          current
        />
      </div>
      <Under bad={state === 'failed'}>
        <When item={item} conversation={conversation} />
        <Acts item={item} />
      </Under>
    </li>
  )
}

/** When it leaves, or why it did not. */
function When({
  item: { when, error },
  conversation,
}: {
  item: ScheduledMessage
  conversation: Conversation
}) {
  const t = useTranslations('thread')
  const sentenceOf = useErrorSentence()
  const { comingTime } = useTimes()
  const now = useNow()
  const name = firstNameOf(conversation.contact)
  if (error)
    return <span>{sentenceOf(new ApiError(error.code, error.message, 409, { params: error.params }))}</span>
  const closesBefore = when.kind === 'at' && when.at >= (conversation.windowExpiresAt ?? '')
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-1.5">
      <Clock size={14} strokeWidth={2} aria-hidden />
      <span className="tabular-nums">
        {when.kind === 'at'
          ? t('later.at', { when: comingTime(when.at, now) })
          : t('later.whenWrites', { name })}
      </span>
      {closesBefore ? <span className="basis-full">{t('later.closesBefore', { name })}</span> : null}
    </span>
  )
}

function Acts({ item }: { item: ScheduledMessage }) {
  const t = useTranslations('thread')
  const sentenceOf = useErrorSentence()
  const { takeBack, sendNow } = useScheduledActs()
  const [busy, setBusy] = useState(false)
  async function act(work: Promise<void>) {
    setBusy(true)
    try {
      await work
      useFocusWish.getState().ask({ id: item.conversationId, focus: 'composer', onPurpose: true })
    } catch (error) {
      setBusy(false)
      leaveWhenSignedOut(error)
      void toast('error', sentenceOf(error))
    }
  }
  const once = (work: () => Promise<void>) => () => (busy ? undefined : void act(work()))
  return (
    <span className="inline-flex items-center gap-x-1.5">
      <Action current testId="scheduled-send" onClick={once(() => sendNow(item))}>
        {t('sendNow')}
      </Action>
      <Action current testId="scheduled-cancel" onClick={once(() => takeBack(item))}>
        {t('later.cancel')}
      </Action>
    </span>
  )
}
