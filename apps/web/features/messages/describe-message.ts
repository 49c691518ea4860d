import { isKnownFailure, sayFailure } from '@cloudpa/contracts/english'
import type { Message } from '@cloudpa/contracts/messages'

export type AttachmentKind =
  | 'photo'
  | 'video'
  | 'voice'
  | 'document'
  | 'contact'
  | 'sticker'
  | 'location'
  | 'unsupported'
export interface Attachment {
  kind: AttachmentKind
  text: string
}

/** What a message carries besides its words, told in words: the files themselves are not fetched yet. Never nothing. */
export function attachmentsOf(message: Message): Attachment[] {
  // This page may be older than the server: then the message may lack what is read here.
  const found = (message.media ?? []).map((media) => describeMedia(media.contentType))
  // Twilio counts media even where a form's MediaUrl fields did not reach us.
  for (let i = found.length; i < message.mediaCount; i++) found.push({ kind: 'document', text: 'Document' })
  if (message.location) {
    const place = message.location.label ?? message.location.address
    const { latitude, longitude } = message.location
    found.push({ kind: 'location', text: `Location: ${place ?? `${latitude}, ${longitude}`}` })
  }
  const isKnown = isText(message.content) || Boolean(message.button)
  if (found.length === 0 && !(isKnown && wordsOf(message)))
    found.push({ kind: 'unsupported', text: unsupported })
  return found
}

/** The one kind of content, and the one version of it, that this page knows. */
function isText({ kind, v }: Message['content']): boolean {
  return kind === 'text' && v === 1
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

/** The words of a message: its body, whatever its kind, else the button it pressed. */
export function wordsOf({ content, button }: Message): string {
  return content.body?.trim() ? content.body : (button?.text ?? button?.payload ?? '')
}

/** One line for the list and the screen reader; never empty, whatever came. */
export function previewOf(message: Message): string {
  const words = wordsOf(message).replace(/\s+/g, ' ').trim()
  const attachments = attachmentsOf(message).map((attachment) => attachment.text)
  return [...attachments, words].filter(Boolean).join(' · ')
}

/** Why a message did not get through, in a sentence. */
export function failureSentence({ error }: Message): string | undefined {
  return error && isKnownFailure(error.code) ? sayFailure(error.code) : error?.message
}

export const unsupported = 'A message of a kind that can’t be shown yet'
