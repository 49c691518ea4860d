'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { Forward } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { cx } from '../../components/ui/cx'
import { useItem } from '../live/use-thread'
import { isEmojiOnly } from '../messages/emoji-only'
import { attachmentsOf, wordsOf } from '../messages/describe-message'
import type { Times } from '../words/use-times'
import { MessageContent } from './message-content'
import { MessageFailure } from './message-failure'
import { MessageStamp, OwnStamp } from './message-stamp'
import { statusOf, type Entry } from './thread-entries'

interface Props {
  entry: Entry
  /** First of a run: it has the tail. Last: it says when. */
  first: boolean
  last: boolean
  /** What ends its run. */
  end: Entry
  /** First of its list: what stands above has a margin of its own. */
  top: boolean
  /** Whether it came while the thread was open, and may enter softly. */
  fresh: boolean
  contact: Conversation['contact']
  /** Who says it, in words. */
  says: string
  times: Times
  /** Whether Tab comes to it, and to what can be done in it. */
  current: boolean
}

/** One message: solid once WhatsApp has it, in pencil before. */
export const MessageBubble = memo(function MessageBubble(props: Props) {
  const { entry, first, last, end, top, fresh, contact, says, times, current } = props
  const { unsent, direction } = entry
  const message = useItem(entry.message)
  const out = direction === 'outbound'
  const status = statusOf(message, unsent)
  const isPencil = unsent !== null || status === 'queued' || status === 'unconfirmed'
  const words = message ? wordsOf(message) : (unsent?.body ?? '')
  const attachments = message ? attachmentsOf(message) : []
  const isPicture = attachments.length === 0 && isEmojiOnly(words)
  const stamped = { at: entry.at, times, status, time: last, under: isPicture }
  const stamp = out ? <OwnStamp {...stamped} end={end} /> : <MessageStamp {...stamped} tick={false} />
  return (
    <li
      data-testid="message"
      data-message-id={message?.id ?? ''}
      data-client-id={message?.clientId ?? unsent?.clientId ?? ''}
      data-direction={direction}
      data-status={status}
      data-position={entry.position ?? ''}
      data-anchor={entry.key}
      // The log is one tab stop, and its messages are what the arrows go over.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={current ? 0 : -1}
      className={cx(
        'group/message flex scroll-my-12 flex-col outline-none',
        out ? 'items-end' : 'items-start',
        !top && (first ? 'mt-4' : 'mt-1'),
      )}
    >
      {message?.forwarded ? <Forwarded /> : null}
      <div
        className={cx(
          'relative flow-root max-w-[88%] rounded-bubble text-msg md:max-w-[min(78%,35rem)]',
          'outline-focus group-focus-visible/message:outline-2 group-focus-visible/message:outline-offset-2',
          isPicture ? cx('px-0.5', out && 'text-end') : 'px-3 py-1.75',
          !isPicture &&
            !isPencil &&
            (out ? 'bg-bubble-out' : 'bg-bubble-in inset-ring inset-ring-bubble-in-line'),
          // Laid over instead of around, so that the words stay where they are when it becomes solid.
          !isPicture &&
            isPencil &&
            'before:pointer-events-none before:absolute before:inset-0 before:rounded-[inherit] before:border-[1.5px] before:border-dashed before:border-pencil',
          first && (out ? 'rounded-se-tail' : 'rounded-ss-tail'),
          fresh && 'animate-bubble',
        )}
      >
        <span className="sr-only">{says}</span>
        <MessageContent
          message={message}
          attachments={attachments}
          words={words}
          isPicture={isPicture}
          stamp={stamp}
          current={current}
        />
      </div>
      {out ? <MessageFailure message={message} unsent={unsent} contact={contact} current={current} /> : null}
    </li>
  )
})

function Forwarded() {
  const t = useTranslations('messages')
  return (
    <span className="ms-0.5 mb-1 inline-flex items-center gap-1 text-meta text-ink-3">
      <Forward size={14} strokeWidth={2} aria-hidden className="rtl:-scale-x-100" />
      {t('forwarded')}
    </span>
  )
}
