import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import type { useTranslations } from 'next-intl'

/** The words of this room, from `useTranslations('messages')`. */
export type MessageWords = ReturnType<typeof useTranslations<'messages'>>

export type Attachment =
  | {
      kind: 'photo' | 'video' | 'voice' | 'audio' | 'document' | 'contact' | 'sticker'
      /** Missing where it was counted and not told. */
      medium?: Medium
    }
  | { kind: 'unsupported' }
  | { kind: 'location'; place: string }

/** What a message carries besides its words. Never nothing. */
export function attachmentsOf(message: Message): Attachment[] {
  // This page may be older than the server: then the message may lack what is read here.
  const found: Attachment[] = (message.media ?? []).map((medium) => ({ kind: mediaKind(medium), medium }))
  // Twilio counts media even where a form's MediaUrl fields did not reach us.
  for (let i = found.length; i < message.mediaCount; i++) found.push({ kind: 'document' })
  if (message.location) {
    const { latitude, longitude, label, address } = message.location
    found.push({ kind: 'location', place: label ?? address ?? `${latitude}, ${longitude}` })
  }
  const isKnown = isText(message.content) || Boolean(message.button)
  if (found.length === 0 && !(isKnown && wordsOf(message))) found.push({ kind: 'unsupported' })
  return found
}

/** The one kind of content, and the one version of it, that this page knows. */
function isText({ kind, v }: Message['content']): boolean {
  return kind === 'text' && v === 1
}

function mediaKind({ kind, contentType }: Medium): Exclude<Attachment['kind'], 'location' | 'unsupported'> {
  if (kind === 'image') return 'photo'
  return kind === 'document' && contentType?.toLowerCase().includes('vcard') ? 'contact' : kind
}

/** An attachment in words. */
export function sayAttachment(attachment: Attachment, t: MessageWords): string {
  return attachment.kind === 'location' ? t('location', { place: attachment.place }) : t(attachment.kind)
}

/** The file that an attachment is, where it was told. */
export function mediumOf(attachment: Attachment): Medium | undefined {
  return 'medium' in attachment ? attachment.medium : undefined
}

/** Whether a message is a sticker and nothing else: it needs no bubble. */
export function isStickerAlone(attachments: Attachment[], words: string): boolean {
  const [only, ...others] = attachments
  return only?.kind === 'sticker' && only.medium?.state === 'ready' && others.length === 0 && !words
}

/** The words of a message: its body, whatever its kind, else the button it pressed. */
export function wordsOf({ content, button }: Message): string {
  return content.body?.trim() ? content.body : (button?.text ?? button?.payload ?? '')
}

/** One line for the list and the screen reader; never empty, whatever came. */
export function previewOf(message: Message, t: MessageWords): string {
  const words = wordsOf(message).replace(/\s+/g, ' ').trim()
  const attachments = attachmentsOf(message).map((attachment) => sayAttachment(attachment, t))
  return [...attachments, words].filter(Boolean).join(' · ')
}

/** Why a message did not get through, in a sentence; nothing where only Twilio's number for it is known. */
export function failureSentence({ error }: Message, t: MessageWords): string | undefined {
  if (!error || error.code === 'unknown' || error.code === '30008') return undefined
  const key = `failures.${error.code}` as 'failures.unknown'
  return /^\w+$/.test(error.code) && t.has(key) ? t(key) : undefined
}
