import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import type { ReactNode } from 'react'
import { mediumOf, type Attachment } from './describe-message'
import { albumHeight, pictureWidth, placeHeight, sizeInThread } from './size-in-thread'

export interface AttachmentProps {
  attachment: Attachment
  message: Message | null
  contact: Conversation['contact']
  /** What it is, in a word. */
  says: string
  /** Whether Tab comes to it. */
  current: boolean
  /** Whether words come behind it. */
  captioned: boolean
  /** When it was said, where nothing comes behind it that says so. */
  children: ReactNode
}

/** The place of what a message carries, as large as it will be, until what draws it is loaded: most threads have none. */
export function AttachmentPlace({ attachment, says, captioned, children }: AttachmentProps) {
  const medium = mediumOf(attachment)
  const place = placeOf(attachment, medium)
  if (attachment.kind === 'template')
    return (
      <div dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        {attachment.body}
        {children}
      </div>
    )
  if (!place)
    return (
      <div className="text-ink-2">
        <span className="me-2 inline-block size-4 align-[-0.15em]" />
        <bdi>{says}</bdi>
        {children}
      </div>
    )
  // What fills its bubble reaches as near to its edges as its frame does.
  const fills = !medium || medium.state !== 'ready' || medium.kind === 'image' || medium.kind === 'video'
  return (
    <div
      style={place}
      className={
        fills ? `-mx-2 -mt-0.75 max-w-[calc(100%+1rem)] ${captioned ? 'mb-1' : '-mb-0.75'}` : 'max-w-full'
      }
    />
  )
}

interface Size {
  width: number
  height: number
}

/** @returns undefined where it is no larger than what it says */
function placeOf(attachment: Attachment, medium: Medium | undefined): Size | undefined {
  switch (attachment.kind) {
    case 'album':
      return { width: pictureWidth, height: albumHeight(attachment.media.length) }
    case 'contacts':
      return { width: 304, height: 84 * attachment.contacts.length }
    case 'location':
      return { width: pictureWidth, height: placeHeight }
    case 'flow':
      return { width: 200, height: 32 + 20 * attachment.answers.length }
    default:
      return medium && placeOfMedium(medium)
  }
}

function placeOfMedium(medium: Medium): Size {
  if (medium.kind === 'voice' || medium.kind === 'audio') return { width: 272, height: 66 }
  if (medium.kind === 'document') return { width: 304, height: 69 }
  if (medium.state !== 'ready') return { width: 280, height: 208 }
  return medium.kind === 'sticker' ? { width: 128, height: 128 } : sizeInThread(medium)
}
