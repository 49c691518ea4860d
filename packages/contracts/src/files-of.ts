// No schema is needed for it, so that a page can take this file alone.
import type { MessageContent } from './content.js'
import type { Medium } from './media.js'

/** The files that a message carries, whatever its kind. */
export function filesOf(content: MessageContent): Medium[] {
  return 'media' in content ? content.media : []
}
