'use client'
import { CircleHelp, Contact, File, Image, MapPin, Mic, Sticker, Video, type LucideIcon } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { cx } from '../../components/ui/cx'
import { attachmentsOf, wordsOf, type AttachmentKind } from '../messages/describe-message'
import { isEmojiOnly } from '../messages/emoji-only'
import { clockTime } from '../words/format-time'
import { MessageFailure } from './message-failure'
import { MessageText } from '../messages/message-text'
import { useMessage } from '../live/use-thread'
import type { Entry } from './thread-entries'
import { isOutbound, Tick } from '../messages/tick'

interface Props {
  entry: Entry
  first: boolean
  /** Whether it came while the thread was open, and may enter softly. */
  fresh: boolean
  author: string
}

/** One message. Not a tab stop: the log scrolls by keyboard, and only what can be done in it is reached. */
export const MessageBubble = memo(function MessageBubble({ entry, first, fresh, author }: Props) {
  const { unsent, direction } = entry
  const message = useMessage(entry.message)
  const out = direction === 'outbound'
  return (
    <div
      data-testid="message"
      data-message-id={message?.id ?? ''}
      data-client-id={message?.clientId ?? unsent?.clientId ?? ''}
      data-direction={direction}
      data-status={message?.status ?? (unsent?.state === 'sending' ? 'queued' : 'failed')}
      data-position={entry.position ?? ''}
      data-anchor={entry.key}
      className={cx('flex flex-col', out ? 'items-end' : 'items-start', first ? 'mt-3' : 'mt-0.5')}
    >
      <div
        className={cx(
          'flow-root max-w-[min(65ch,85%)] rounded-bubble px-3 py-2 text-reading md:max-w-[min(65ch,72%)]',
          out ? 'bg-bubble-out' : 'border border-bubble-in-line bg-bubble-in',
          first && (out ? 'rounded-tr-[4px]' : 'rounded-tl-[4px]'),
          fresh && 'animate-bubble',
        )}
      >
        <span className="sr-only">{out ? 'You: ' : `${author}: `}</span>
        <Content entry={entry} />
      </div>
      <MessageFailure entry={entry} />
    </div>
  )
})

/** Attachments, then words; the clock ends the last line of whatever comes last. */
function Content({ entry }: { entry: Entry }) {
  const { message, unsent } = entry
  const words = message ? wordsOf(message) : (unsent?.body ?? '')
  const attachments = message ? attachmentsOf(message) : []
  const clock = <Meta entry={entry} />
  return (
    <>
      {attachments.map((attachment, index) => (
        <Placeholder key={index} icon={icons[attachment.kind]} text={attachment.text}>
          {!words && index === attachments.length - 1 ? clock : null}
        </Placeholder>
      ))}
      {words ? (
        <div dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {isEmojiOnly(words) ? (
            <span className="text-[2rem] leading-10">{words}</span>
          ) : (
            <MessageText text={words} />
          )}
          {clock}
        </div>
      ) : null}
    </>
  )
}

function Placeholder({
  icon: Icon,
  text,
  children,
}: {
  icon: LucideIcon
  text: string
  children: ReactNode
}) {
  return (
    <div className="text-ink-2">
      <Icon size={18} strokeWidth={1.75} aria-hidden className="me-2 inline-block align-[-0.2em]" />
      <bdi>{text}</bdi>
      {children}
    </div>
  )
}

/** Floats to the end of the last line, or under it where there is no room; it never covers the text. */
function Meta({ entry }: { entry: Entry }) {
  return (
    <span
      dir="ltr"
      className="relative top-[3px] float-end ms-2 flex items-center gap-1 text-meta leading-6 text-ink-2 tabular-nums select-none md:leading-[1.375rem]"
    >
      <time dateTime={entry.at}>{clockTime(entry.at)}</time>
      <EntryTick entry={entry} />
    </span>
  )
}

function EntryTick({ entry: { message, unsent } }: { entry: Entry }) {
  if (message) return isOutbound(message.status) ? <Tick status={message.status} /> : null
  return <Tick status={unsent?.state === 'sending' ? 'queued' : 'failed'} />
}

const icons: Record<AttachmentKind, LucideIcon> = {
  photo: Image,
  video: Video,
  voice: Mic,
  document: File,
  contact: Contact,
  sticker: Sticker,
  location: MapPin,
  unsupported: CircleHelp,
}
