'use client'
import type { Medium } from '@cloudpa/contracts/media'
import type { AttachmentProps } from './attachment-place'
import { Clip } from './clip'
import { MissingMedium } from './missing-medium'
import { Paper } from './paper'
import { Picture, Sticker } from './picture'
import { Sound } from './sound'

export interface MediumProps extends Omit<AttachmentProps, 'attachment' | 'message' | 'contact'> {
  medium: Medium
  /** Shows a picture as it is. */
  onOpen: (mediumId: string) => void
}

/** A file of a message, each kind in its own way; one that is not there keeps a place, and says why. */
export function MediumView(props: MediumProps) {
  const { medium } = props
  if (medium.state !== 'ready') return <MissingMedium {...props} />
  switch (medium.kind) {
    case 'image':
      return <Picture {...props} />
    case 'sticker':
      return <Sticker {...props} />
    case 'video':
      return <Clip {...props} />
    case 'voice':
    case 'audio':
      return <Sound {...props} />
    default:
      return <Paper {...props} />
  }
}
