import { noDetails, type Message } from '@cloudpa/contracts/messages'

/** Words and nothing else. */
export const text = (body: string): Message['content'] => ({ kind: 'text', v: 1, body })

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
    mediaCount: 0,
    ...noDetails,
    ...change,
  }
}
