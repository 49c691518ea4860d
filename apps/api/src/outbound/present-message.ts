import type { Message, MessageAuthor } from '@cloudpa/contracts/messages'
import type { Message as MessageRow } from '@cloudpa/db'
import { explainFailure } from './explain-failure.js'
import { readContent } from './message-content.js'

/** What of a message is shown. */
export type ShownMessage = Pick<
  MessageRow,
  | 'id'
  | 'conversationId'
  | 'direction'
  | 'status'
  | 'authorKind'
  | 'authorId'
  | 'body'
  | 'content'
  | 'sid'
  | 'clientId'
  | 'position'
  | 'revision'
  | 'occurredAt'
  | 'sentAt'
  | 'deliveredAt'
  | 'readAt'
  | 'failedAt'
  | 'priceAmount'
  | 'priceCurrency'
  | 'errorCode'
  | 'nextAttemptAt'
>

/**
 * A message as the API shows it. Whether Twilio has it already is no matter to the reader: sending is queued. What Twilio
 * took and gave up has failed until it is sent again, though nobody has to do it.
 */
export function presentMessage(row: ShownMessage): Message {
  const read = readContent(row)
  const waits = row.status === 'queued' && row.errorCode !== null
  const failed = row.status === 'failed' || row.status === 'unconfirmed' || waits
  return {
    id: row.id,
    conversationId: row.conversationId,
    direction: row.direction,
    author: presentAuthor(row),
    status: waits ? 'failed' : row.status === 'sending' ? 'queued' : row.status,
    sid: row.sid,
    clientId: row.clientId,
    position: Number(row.position),
    revision: row.revision,
    occurredAt: row.occurredAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    readAt: row.readAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
    error: failed ? explainFailure(row.errorCode, waits ? row.nextAttemptAt : null) : null,
    price: presentPrice(row),
    ...read,
  }
}

function presentPrice({ priceAmount, priceCurrency }: ShownMessage): Message['price'] {
  if (priceAmount === null || priceCurrency === null) return null
  return { amount: priceAmount.toFixed(), currency: priceCurrency }
}

function presentAuthor({ authorKind: kind, authorId: id }: ShownMessage): MessageAuthor {
  if (kind === 'customer' || kind === 'elsewhere') return { kind }
  return id === null ? { kind: 'customer' } : { kind, id }
}
