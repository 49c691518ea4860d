'use client'
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
import type { AttachmentProps } from './attachment-place'
import { mediumOf, type Attachment } from './describe-message'
import { fieldsOf } from './fields-of'
import { MediumView } from './medium'

/** What a message carries besides its words: its files are drawn, all else is named. */
export function AttachmentView(props: AttachmentProps) {
  const medium = mediumOf(props.attachment)
  // One file's player is never handed to another.
  return medium ? <MediumView key={medium.id} {...props} medium={medium} /> : <Placeholder {...props} />
}

/** What can't be shown is named, and what there is of it can be looked at. */
function Placeholder({ attachment, message, says, current, children }: AttachmentProps) {
  const t = useTranslations('messages')
  const Icon = icons[attachment.kind]
  const fields = message ? fieldsOf(message) : []
  const isNew = attachment.kind === 'unsupported' && fields.length > 0
  return (
    <div className="text-ink-2">
      <Icon size={16} strokeWidth={2} aria-hidden className="me-2 inline-block align-[-0.15em]" />
      <bdi>{says}</bdi>
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
