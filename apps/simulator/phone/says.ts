import type { Message } from './api.js'

/** What a message says in one line: its words, or what it is when it has none. */
export function saysOf({ body, form }: Pick<Message, 'body' | 'form'>): string {
  if (body !== '') return body
  const field = (name: string) => form?.find(([key]) => key === name)?.[1]
  if (field('Latitude') !== undefined) return 'Place'
  const type = field('MediaContentType0')
  if (type === undefined) return 'Not text'
  const named = Object.entries(kinds).find(([beginning]) => type.startsWith(beginning))
  return named?.[1] ?? 'Document'
}

/** By how a media type begins (RFC 6838); the first that fits. */
const kinds = {
  'image/webp': 'Sticker',
  'image/': 'Photo',
  'video/': 'Video',
  'audio/': 'Voice message',
  'text/vcard': 'Contact card',
  'text/x-vcard': 'Contact card',
}
