'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, type ReactNode } from 'react'
import { cx } from '../../components/ui/cx'
import { AttachmentPlace } from '../messages/attachment-place'
import { sayAttachment, type Attachment } from '../messages/describe-message'
import { MessageText } from '../messages/message-text'

// Most messages are words alone. Where the line is lost the places stay, and the thread with them.
const AttachmentView = lazy(() =>
  import('./attachment').then(
    (module) => ({ default: module.AttachmentView }),
    () => ({ default: AttachmentPlace }),
  ),
)

// Nothing stands around most of them either.
const MessageAround = lazy(() =>
  import('./message-around').then(
    (module) => ({ default: module.MessageAround }),
    () => ({ default: AroundPlace }),
  ),
)

interface Props {
  message: Message | null
  contact: Conversation['contact']
  attachments: Attachment[]
  words: string
  isPicture: boolean
  /** When it was said: it ends the last line of whatever comes last. */
  stamp: ReactNode
  current: boolean
}

/** What a message says: what it answers or comes from, what it carries, then its words. */
export function MessageContent(props: Props) {
  const { message, contact, attachments, words, isPicture, stamp, current } = props
  const t = useTranslations('messages')
  return (
    <>
      {message && (message.replyToSid || message.referral) ? (
        <Suspense fallback={<AroundPlace message={message} />}>
          <MessageAround message={message} contact={contact} current={current} />
        </Suspense>
      ) : null}
      {attachments.map((attachment, index) => {
        const drawn = {
          attachment,
          message,
          contact,
          says: sayAttachment(attachment, t),
          current,
          captioned: words !== '',
          children: !words && index === attachments.length - 1 ? stamp : null,
        }
        return (
          <Suspense key={index} fallback={<AttachmentPlace {...drawn} />}>
            <AttachmentView {...drawn} />
          </Suspense>
        )
      })}
      {words ? (
        <div
          dir="auto"
          data-words
          className={cx(
            'whitespace-pre-wrap [overflow-wrap:anywhere]',
            attachments.some(fills) && 'max-w-66',
          )}
        >
          {isPicture ? (
            <span className="block text-[2.25rem] leading-11">{words.trim()}</span>
          ) : (
            <MessageText text={words} tabIndex={current ? 0 : -1} />
          )}
          {stamp}
        </div>
      ) : null}
    </>
  )
}

/** Whether it reaches to the edges of its bubble, which its words are not to make wider. */
const fills = ({ kind }: Attachment) => /photo|video|album|location/.test(kind)

/** The place of what stands above the words, as high as it will be. */
function AroundPlace({ message: { referral } }: { message: Message }) {
  return <div className={referral ? 'h-21' : 'h-14'} />
}
