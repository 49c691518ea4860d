import { MessageDetails, type Message, type MessageAuthor } from '@cloudpa/contracts/messages'
import type { Message as MessageRow } from '@cloudpa/db'
import { explainFailure } from './explain-failure.js'

const noDetails: MessageDetails = {
  media: [],
  location: null,
  button: null,
  referral: null,
  forwarded: false,
  replyToSid: null,
}

/** A message as the API shows it. Whether Twilio has it already is no matter to the reader: sending is queued. */
export function presentMessage(row: MessageRow): Message {
  const details = row.details ? MessageDetails.parse(row.details) : noDetails
  const failed = row.status === 'failed' || row.status === 'unconfirmed'
  return {
    id: row.id,
    conversationId: row.conversationId,
    direction: row.direction,
    author: presentAuthor(row),
    body: row.body,
    status: row.status === 'sending' ? 'queued' : row.status,
    sid: row.sid,
    clientId: row.clientId,
    position: Number(row.position),
    revision: row.revision,
    occurredAt: row.occurredAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    readAt: row.readAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
    error: failed ? explainFailure(row.errorCode) : null,
    mediaCount: details.media.length,
    ...details,
  }
}

function presentAuthor({ authorKind: kind, authorId: id }: MessageRow): MessageAuthor {
  return kind === 'customer' || id === null ? { kind: 'customer' } : { kind, id }
}
