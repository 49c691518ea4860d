import { filesOf } from '@cloudpa/contracts/files-of'
import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import type { useTranslations } from 'next-intl'
import { withoutMarks } from './parse-text'
import { placeName, wordsBesidePlace } from './place-words'

/** The words of this room, from `useTranslations('messages')`. */
export type MessageWords = ReturnType<typeof useTranslations<'messages'>>

type Content = Message['content']
type Of<Kind extends Content['kind']> = Extract<Content, { kind: Kind }>

/** What a message carries besides its words. */
export type Attachment =
  | { kind: 'photo' | 'video' | 'voice' | 'audio' | 'document' | 'contact' | 'sticker'; medium: Medium }
  | { kind: 'album'; media: Medium[] }
  | Of<'contacts' | 'location' | 'button' | 'list' | 'flow' | 'call_permission' | 'sandbox_join' | 'template'>
  | { kind: 'unsupported'; content: Content }

/** A message's attachment in words. Never empty if the message has no text. */
export function attachmentsOf({ content }: Pick<Message, 'content'>): Attachment[] {
  if (content.kind === 'contacts' && content.contacts.length > 0) return [content]
  const files = filesOf(content)
  if (files.length > 1 && files.every(({ kind }) => kind === 'image'))
    return [{ kind: 'album', media: files }]
  if (files.length > 0) return files.map((medium) => ({ kind: mediaKind(medium, content), medium }))
  switch (content.kind) {
    case 'location':
    case 'flow':
    case 'call_permission':
    case 'sandbox_join':
    case 'template':
      return [content]
    case 'button':
    case 'list':
      return wordsIn(content) ? [content] : [{ kind: 'unsupported', content }]
    case 'text':
      // This page may be older than the server, and know another version of it.
      return content.v === 1 && wordsIn(content) ? [] : [{ kind: 'unsupported', content }]
    default:
      return [{ kind: 'unsupported', content }]
  }
}

type FileAttachment = Extract<Attachment, { medium: Medium }>

function mediaKind({ kind }: Medium, content: Content): FileAttachment['kind'] {
  if (content.kind === 'contacts') return 'contact'
  return kind === 'image' ? 'photo' : kind
}

/** An attachment in words; empty where the message's own say it. */
export function sayAttachment(attachment: Attachment, t: MessageWords): string {
  switch (attachment.kind) {
    case 'album':
      return t('album', { count: attachment.media.length })
    case 'contacts':
      return t('contacts', { count: attachment.contacts.length, name: attachment.contacts[0]?.name ?? '' })
    case 'location':
      return t('location', { place: placeName(attachment) })
    case 'template':
      return t('template', { words: withoutMarks(attachment.body) })
    case 'call_permission':
      return t(attachment.granted ? 'callsAllowed' : 'callsRefused')
    case 'button':
    case 'list':
      return ''
    default:
      return t(attachment.kind)
  }
}

/** The file that an attachment is. */
export function mediumOf(attachment: Attachment): Medium | undefined {
  return 'medium' in attachment ? attachment.medium : undefined
}

/** Whether a message is a sticker and nothing else: it needs no bubble. */
export function isStickerAlone(attachments: Attachment[], words: string): boolean {
  const [only, ...others] = attachments
  return only?.kind === 'sticker' && only.medium.state === 'ready' && others.length === 0 && !words
}

/** Whether a message is something that happened, told in a quiet line, rather than something that was said. */
export function isHappening([only]: Attachment[]): boolean {
  return only?.kind === 'call_permission' || only?.kind === 'sandbox_join'
}

/** The words of a message: its body, else what it chose. What is drawn as something else has none. */
export function wordsOf({ content }: Pick<Message, 'content'>): string {
  if (/^(?:call_permission|sandbox_join|template)$/.test(content.kind)) return ''
  return content.kind === 'location' ? wordsBesidePlace(content) : wordsIn(content)
}

function wordsIn(content: Content): string {
  if (content.body?.trim()) return content.body
  if (content.kind === 'button') return content.text ?? content.payload ?? ''
  return content.kind === 'list' ? (content.title ?? content.id ?? '') : ''
}

/** One line for the list and the screen reader; never empty, whatever came. */
export function previewOf(message: Pick<Message, 'content'>, t: MessageWords): string {
  const said = wordsOf(message)
  const words = withoutMarks(said) || said.trim()
  const attachments = attachmentsOf(message).map((attachment) => sayAttachment(attachment, t))
  return [...attachments, words].filter(Boolean).join(' · ')
}

/** Why a message did not get through, in a sentence; nothing where no reason was given. */
export function failureSentence({ error }: Message, t: MessageWords): string | undefined {
  if (!error || error.kind === 'unknown') return undefined
  const key = `failures.${error.kind}` as 'failures.other'
  // A newer server may know kinds that this page has no words for.
  return /^\w+$/.test(error.kind) && t.has(key) ? t(key) : t('failures.other')
}
