'use client'
import type { Message } from '@cloudpa/contracts/messages'
import { CircleHelp, Contact, File, Image, MapPin, Mic, Sticker, Video, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { fieldsOf, sayAttachment, type Attachment } from '../messages/describe-message'
import { MessageText } from '../messages/message-text'

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
  return (
    <>
      {attachments.map((attachment, index) => (
        <Placeholder
          key={index}
          attachment={attachment}
          fields={message ? fieldsOf(message) : []}
          current={current}
        >
          {!words && index === attachments.length - 1 ? stamp : null}
        </Placeholder>
      ))}
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

interface PlaceholderProps {
  attachment: Attachment
  fields: string[]
  current: boolean
  children: ReactNode
}

/** What can't be shown is named, and what there is of it can be looked at. */
function Placeholder({ attachment, fields, current, children }: PlaceholderProps) {
  const t = useTranslations('messages')
  const Icon = icons[attachment.kind]
  const isNew = attachment.kind === 'unsupported' && fields.length > 0
  return (
    <div className="text-ink-2">
      <Icon size={16} strokeWidth={2} aria-hidden className="me-2 inline-block align-[-0.15em]" />
      <bdi>{sayAttachment(attachment, t)}</bdi>
      {isNew ? (
        <details className="mt-1 text-small">
          <summary
            tabIndex={current ? 0 : -1}
            className="cursor-pointer rounded-tail text-ink pointer-coarse:py-3"
          >
            {t('whatCame')}
          </summary>
          {fields.map((field) => (
            <p key={field} dir="ltr" className="font-mono [overflow-wrap:anywhere]">
              {field}
            </p>
          ))}
        </details>
      ) : null}
      {children}
    </div>
  )
}

const icons: Record<Attachment['kind'], LucideIcon> = {
  photo: Image,
  video: Video,
  voice: Mic,
  document: File,
  contact: Contact,
  sticker: Sticker,
  location: MapPin,
  unsupported: CircleHelp,
}
