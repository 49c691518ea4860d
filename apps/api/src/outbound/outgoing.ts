import { filesOf } from '@cloudpa/contracts/files-of'
import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/db'
import { readContent } from './message-content.js'

/** What of a message Twilio is given, and shows in its list. */
export interface Outgoing {
  /** Empty where it has no words. */
  body: string
  file: Medium | undefined
  /** `geo:` and what it is called (https://www.twilio.com/docs/whatsapp/api#location-messages-with-whatsapp). */
  place: string | undefined
  /** The template that it is, and what stands in its variables; Twilio makes the words of it. */
  template: { sid: string; values: Record<string, string> } | undefined
}

/** A message in Twilio's words. */
export function outgoingOf(message: Pick<Message, 'body' | 'content'>): Outgoing {
  const { content } = readContent(message)
  const plain = { file: undefined, place: undefined, template: undefined }
  if (content.kind === 'template') {
    const { body, sid, values } = content
    return { ...plain, body, template: { sid, values } }
  }
  if (content.kind !== 'location') return { ...plain, body: content.body, file: filesOf(content)[0] }
  const { latitude, longitude, label, address } = content
  const name = label ?? address
  const where = `${latitude},${longitude}`
  // Twilio takes no place without words: it is called what it is, or where.
  return { ...plain, body: name ?? where, place: `geo:${where}${name ? `|${address ?? name}` : ''}` }
}
