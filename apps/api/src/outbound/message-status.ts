import type { MessageStatus } from '@cloudpa/db'

/**
 * The life of an outbound message, in order; the database's enum has the same order. A status only moves to the right,
 * whatever order Twilio's callbacks come in. `failed` stands before `delivered`, because a delivery that did happen
 * refutes a failure, and not the other way round.
 */
export const lifeOfMessage = [
  'queued',
  'sending',
  'unconfirmed',
  'sent',
  'failed',
  'delivered',
  'read',
] as const satisfies MessageStatus[]

export type OutboundStatus = (typeof lifeOfMessage)[number]

const fromTwilio: Record<string, OutboundStatus> = {
  accepted: 'sending',
  scheduled: 'sending',
  queued: 'sending',
  sending: 'sending',
  sent: 'sent',
  partially_delivered: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
  canceled: 'failed',
}

/**
 * Twilio's word for a status in ours (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values).
 * @returns undefined for a word that says nothing about a message of ours
 */
export function statusFromTwilio(status: string | undefined): OutboundStatus | undefined {
  return status === undefined || !Object.hasOwn(fromTwilio, status) ? undefined : fromTwilio[status]
}

/** The later of two statuses: what a message is after both were reported, in either order. */
export function laterOf(a: OutboundStatus, b: OutboundStatus): OutboundStatus {
  return lifeOfMessage.indexOf(a) >= lifeOfMessage.indexOf(b) ? a : b
}
