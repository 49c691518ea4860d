import { Medium, waitingMedium } from '@cloudpa/contracts/media'
import type { Media } from '@cloudpa/db'

/** A file that is kept, as a message shows it. */
export function presentMedium(media: Media): Medium {
  const { id, kind, contentType, bytes, name, thumbnailBytes, m4aBytes, shown } = media
  return Medium.parse({
    ...waitingMedium(id, 'document', contentType),
    ...(shown as Partial<Medium> | null),
    ...(m4aBytes !== null && { m4a: true }),
    kind,
    contentType,
    bytes,
    name,
    state: 'ready',
    thumbnail: thumbnailBytes !== null,
  })
}
