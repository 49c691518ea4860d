import type { MessageContent, TemplateContent } from '@cloudpa/contracts/content'
import type { ContentToSend, SendReply } from '@cloudpa/contracts/send'
import { maxBodyLength, type FileKind } from '@cloudpa/contracts/send-limits'
import type { Held } from '../media/send-upload.js'
import { splitText } from './split-text.js'

/** One message of a send: a long text becomes several. */
export interface Composed {
  clientId: string
  content: ContentToSend
}

/**
 * Splits a send into messages: several if a text is too long for one. The first keeps the sender's clientId; the others
 * get one with a space in it, which no client's own can contain.
 */
export function compose({
  clientId,
  body,
  content,
}: Pick<SendReply, 'clientId' | 'body' | 'content'>): Composed[] {
  if (content && content.kind !== 'text') return [{ clientId, content }]
  return splitText(content?.body ?? body ?? '').map((part, index) => ({
    clientId: index === 0 ? clientId : `${clientId} ${index + 1}`,
    content: { kind: 'text', body: part },
  }))
}

/** A file that a message is to have, and as what. */
export interface FileToSend {
  kind: FileKind
  id: string
}

/** Whether what somebody sends is a text that has to be split. */
export function isLongText({ body, content }: Pick<SendReply, 'body' | 'content'>): boolean {
  const text = content?.kind === 'text' ? content.body : (body ?? '')
  return text.length > maxBodyLength
}

/** The file that a message is to have; undefined for one without. */
export function fileOf({ content }: Composed): FileToSend | undefined {
  if (!('media' in content)) return undefined
  const [medium] = content.media
  return medium && { kind: content.kind, id: medium.id }
}

/** What was looked up for a message: its file, or its template as the customer is to see it. */
export interface LookedUp {
  held?: Held | undefined
  template?: TemplateContent | undefined
}

/** What a message says, once what it is made of is looked up. */
export function contentOf({ content }: Composed, { held, template }: LookedUp = {}): MessageContent {
  if (content.kind === 'template') {
    if (!template) throw new Error('A template must be filled in before it is sent.')
    return template
  }
  if (content.kind === 'text') return { kind: 'text', v: 1, body: content.body }
  if (content.kind === 'location') {
    const { latitude, longitude, label, address } = content
    return {
      kind: 'location',
      v: 1,
      body: '',
      latitude,
      longitude,
      label: label || null,
      address: address || null,
    }
  }
  const media = held ? [held.medium] : []
  if (content.kind === 'contacts')
    return { kind: 'contacts', v: 1, body: '', media, contacts: held?.contacts ?? [] }
  return { kind: content.kind, v: 1, body: content.body ?? '', media }
}

/** Whether a message that was sent is what somebody sends now; a file that is sent twice is another one each time. */
export function isSameAs(before: MessageContent, message: Composed): boolean {
  const { content } = message
  if (content.kind !== 'template') return saysOf(before) === saysOf(contentOf(message))
  // It may look different at Twilio by now: what counts is which it was, and what was filled in.
  return (
    before.kind === 'template' &&
    before.templateId === content.templateId &&
    Object.entries(before.values).every(([name, value]) => content.values[name] === value)
  )
}

function saysOf(content: MessageContent): string {
  return JSON.stringify({ ...content, ...('media' in content && { media: [], contacts: [] }) })
}
