import { noContext, type TemplateContent } from '@cloudpa/contracts/content'
import type { Message } from '@cloudpa/contracts/messages'

/** Words and nothing else. */
export const text = (body: string): Message['content'] => ({ kind: 'text', v: 1, body })

/** A template that was sent, with nothing around its words. */
export const templateSent = (body: string): TemplateContent => ({
  kind: 'template',
  v: 1,
  body,
  templateId: 't1',
  name: 'order_ready',
  language: 'en',
  sid: 'HX1',
  values: { 1: 'Ana' },
  header: null,
  mediaUrl: null,
  footer: null,
  buttons: [],
  listButton: null,
  items: [],
})

/** A message for tests; what matters to one is said in `change`. */
export function message(position: number, change: Partial<Message> = {}): Message {
  return {
    id: `m${position}`,
    conversationId: 'c1',
    direction: 'outbound',
    author: { kind: 'member', id: 'marisol' },
    content: text(`text ${position}`),
    status: 'sent',
    sid: null,
    clientId: null,
    position,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    failedAt: null,
    revision: 1,
    occurredAt: new Date(Date.UTC(2026, 10, 20, 12, 0, position)).toISOString(),
    price: null,
    error: null,
    ...noContext,
    ...change,
  }
}
