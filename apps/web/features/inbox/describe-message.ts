import type { Message } from '@cloudpa/contracts/messages'

export type AttachmentKind = 'photo' | 'video' | 'voice' | 'document' | 'contact' | 'sticker' | 'location'
export interface Attachment {
  kind: AttachmentKind
  text: string
}

/** What a message carries besides its text, in words: the files themselves are not fetched yet. */
export function attachmentsOf(message: Message): Attachment[] {
  const found = message.media.map((media) => describeMedia(media.contentType))
  // Twilio counts media even where a form's MediaUrl fields did not reach us.
  for (let i = found.length; i < message.mediaCount; i++) found.push({ kind: 'document', text: 'Document' })
  if (message.location) {
    const place = message.location.label ?? message.location.address
    const { latitude, longitude } = message.location
    found.push({ kind: 'location', text: `Location: ${place ?? `${latitude}, ${longitude}`}` })
  }
  return found
}

function describeMedia(contentType: string | null): Attachment {
  const type = contentType?.toLowerCase() ?? ''
  if (type === 'image/webp') return { kind: 'sticker', text: 'Sticker' }
  if (type.startsWith('image/')) return { kind: 'photo', text: 'Photo' }
  if (type.startsWith('video/')) return { kind: 'video', text: 'Video' }
  if (type.startsWith('audio/')) return { kind: 'voice', text: 'Voice message' }
  if (type.includes('vcard')) return { kind: 'contact', text: 'Contact card' }
  return { kind: 'document', text: 'Document' }
}

/** The words of a message: its body, else the button it pressed. */
export function wordsOf(message: Message): string {
  return message.body.trim() ? message.body : (message.button?.text ?? message.button?.payload ?? '')
}

/** One line for the list and the screen reader; never empty, whatever came. */
export function previewOf(message: Message): string {
  const words = wordsOf(message).replace(/\s+/g, ' ').trim()
  const attachments = attachmentsOf(message).map((attachment) => attachment.text)
  return [...attachments, words].filter(Boolean).join(' · ') || unsupported
}

export const unsupported = 'A message of a kind that can’t be shown yet'
