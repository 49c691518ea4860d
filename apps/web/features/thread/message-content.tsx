'use client'
import type { Message } from '@cloudpa/contracts/messages'
import {
  CircleHelp,
  Contact,
  File,
  Image,
  MapPin,
  Mic,
  Music,
  Sticker,
  Video,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, type ReactNode } from 'react'
import { fieldsOf, sayAttachment, type Attachment } from '../messages/describe-message'
import { MediumPlace } from '../messages/medium-place'
import { MessageText } from '../messages/message-text'

// Where the line is lost their places stay, and the thread with them.
const MediumView = lazy(() =>
  import('../messages/medium').then(
    (module) => ({ default: module.MediumView }),
    () => ({ default: MediumPlace }),
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
        const last = !words && index === attachments.length - 1 ? stamp : null
        if ('medium' in attachment && attachment.medium) {
          const { medium } = attachment
          const says = sayAttachment(attachment, t)
          return (
            <Suspense key={medium.id} fallback={<MediumPlace medium={medium} captioned={words !== ''} />}>
              <MediumView medium={medium} says={says} current={current} captioned={words !== ''}>
                {last}
              </MediumView>
            </Suspense>
          )
        }
        return (
          <Placeholder
            key={index}
            attachment={attachment}
            fields={message ? fieldsOf(message) : []}
            current={current}
          >
            {last}
          </Placeholder>
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
  audio: Music,
  document: File,
  contact: Contact,
  sticker: Sticker,
  location: MapPin,
  unsupported: CircleHelp,
}
