'use client'
import type { Message } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, type ReactNode } from 'react'
import { AttachmentPlace } from '../messages/attachment-place'
import { sayAttachment, type Attachment } from '../messages/describe-message'
import { MessageText } from '../messages/message-text'

// Most messages are words alone. Where the line is lost the places stay, and the thread with them.
const AttachmentView = lazy(() =>
  import('../messages/attachment').then(
    (module) => ({ default: module.AttachmentView }),
    () => ({ default: AttachmentPlace }),
  ),
)

interface Props {
  message: Message | null
  attachments: Attachment[]
  words: string
  isPicture: boolean
  /** When it was said: it ends the last line of whatever comes last. */
  stamp: ReactNode
  current: boolean
}

/** What a message says: what it carries, then its words. */
export function MessageContent({ message, attachments, words, isPicture, stamp, current }: Props) {
  const t = useTranslations('messages')
  return (
    <>
      {attachments.map((attachment, index) => {
        const drawn = {
          attachment,
          message,
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
        <div dir="auto" data-words className="whitespace-pre-wrap [overflow-wrap:anywhere]">
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
