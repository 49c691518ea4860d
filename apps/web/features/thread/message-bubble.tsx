'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { Forward } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { lazy, memo, Suspense, type ReactNode } from 'react'
import { cx } from '../../components/ui/cx'
import { useItem } from '../live/use-thread'
import { isEmojiOnly } from '../messages/emoji-only'
import { attachmentsOf, isHappening, isStickerAlone, wordsOf } from '../messages/describe-message'
import type { Times } from '../words/use-times'
import { MessageContent } from './message-content'
import { MessageFailure } from './message-failure'
import { MessageStamp, OwnStamp } from './message-stamp'
import { PartTexts } from './part-texts'
import type { Entry } from './thread-entries'
import { useCarried } from './use-carried'
import { statusOfAll, useParts } from './use-parts'

// Where the line is lost, what the customer can tap is left out, and the words stay.
const TemplateOptions = lazy(() =>
  import('../messages/template-face').then(
    (module) => ({ default: module.TemplateOptions }),
    () => ({ default: Nothing }),
  ),
)
const Nothing = (): ReactNode => null

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
  const parts = useParts(entry)
  const status = statusOfAll(entry, message, parts)
  const isPencil = unsent !== null || status === 'queued' || status === 'unconfirmed'
  const carried = useCarried(unsent)
  const known = message ?? (carried && { content: carried })
  const words = known ? wordsOf(known) : (unsent?.body ?? '')
  const attachments = known ? attachmentsOf(known) : []
  const isPicture = isStickerAlone(attachments, words) || (attachments.length === 0 && isEmojiOnly(words))
  const isLine = isHappening(attachments)
  const isBare = isPicture || isLine
  const stamped = { at: entry.at, times, status, time: last, under: isBare }
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
        isLine ? 'items-center' : out ? 'items-end' : 'items-start',
        !top && (first ? 'mt-4' : 'mt-1'),
      )}
    >
      {message?.forwarded ? <Forwarded often={message.oftenForwarded} /> : null}
      <div
        className={cx(
          'relative flow-root max-w-[88%] rounded-bubble md:max-w-[min(78%,35rem)]',
          'outline-focus group-focus-visible/message:outline-2 group-focus-visible/message:outline-offset-2',
          isLine ? 'my-1 px-2 py-1 text-center text-meta text-ink-2' : 'text-msg',
          isPicture && cx('px-0.5', out && 'text-end'),
          !isBare && 'px-3 py-1.75',
          !isBare &&
            !isPencil &&
            (out ? 'bg-bubble-out' : 'bg-bubble-in inset-ring inset-ring-bubble-in-line'),
          // Laid over instead of around, so that the words stay where they are when it becomes solid.
          !isBare &&
            isPencil &&
            'before:pointer-events-none before:absolute before:inset-0 before:rounded-[inherit] before:border-[1.5px] before:border-dashed before:border-pencil',
          !isLine && first && (out ? 'rounded-se-tail' : 'rounded-ss-tail'),
          fresh && 'animate-bubble',
        )}
      >
        <span className="sr-only">{says}</span>
        {parts.length > 0 ? (
          <PartTexts parts={parts} stamp={stamp} current={current} />
        ) : (
          <MessageContent
            message={message}
            contact={contact}
            attachments={attachments}
            words={words}
            isPicture={isPicture}
            stamp={stamp}
            current={current}
          />
        )}
      </div>
      {attachments[0]?.kind === 'template' ? (
        <Suspense fallback={<div className="h-6" />}>
          <TemplateOptions template={attachments[0]} current={current} />
        </Suspense>
      ) : null}
      {out && parts.length === 0 ? (
        <MessageFailure message={message} unsent={unsent} contact={contact} current={current} />
      ) : null}
      {parts.map((part) => (
        <MessageFailure key={part.id} message={part} unsent={null} contact={contact} current={current} />
      ))}
    </li>
  )
})

function Forwarded({ often }: { often: boolean }) {
  const t = useTranslations('messages')
  return (
    <span className="ms-0.5 mb-1 inline-flex items-center gap-1 text-meta text-ink-3">
      <Forward size={14} strokeWidth={2} aria-hidden className="rtl:-scale-x-100" />
      {t(often ? 'oftenForwarded' : 'forwarded')}
    </span>
  )
}
