import type { ChatAccount } from '@cloudpa/db'
import { readWebhookEvent, type ReceivedMessage } from '../inbound/read-webhook-event.js'
import { readAddress } from '../twilio/address.js'
import type { FormMedia } from '../twilio/inbound-form.js'
import type { ListedMessage } from '../twilio/twilio.client.js'

export type Way = 'inbound' | 'outbound'

/** A message known only from Twilio's list: its content, and the customer it belongs to. */
export interface FoundMessage extends ReceivedMessage {
  listed: ListedMessage
}

/** When a message was sent, to the second: the list tells no better. */
export const timeOf = ({ dateSent, dateCreated }: ListedMessage): Date => dateSent ?? dateCreated

/**
 * Which of listed messages went this way and are part of a conversation. What is yet to leave Twilio is none, nor what was
 * called off before it did; nor is what one of our numbers wrote to another, from the other side.
 */
export function ofWay(way: Way, listed: ListedMessage[]): ListedMessage[] {
  return listed.filter((message) => {
    const isOfWay = message.direction === 'inbound' ? way === 'inbound' : way === 'outbound'
    return isOfWay && !notLeft.has(message.status) && readAddress(customerOf(way, message)) !== undefined
  })
}

const notLeft = new Set(['scheduled', 'canceled'])

const customerOf = (way: Way, { from, to }: ListedMessage) => (way === 'inbound' ? (from ?? undefined) : to)

/**
 * Gives listed messages their places, in microseconds since 1970. Those of one second keep the order of the list.
 * @param listed newest first, as Twilio lists them
 * @returns oldest first
 */
export function placeListed(listed: ListedMessage[]): { listed: ListedMessage; position: number }[] {
  const ascending = listed.toReversed().toSorted((a, b) => timeOf(a).getTime() - timeOf(b).getTime())
  let [second, rank] = [0, 0]
  return ascending.map((message) => {
    const ms = timeOf(message).getTime()
    rank = ms === second ? rank + 1 : 0
    second = ms
    // A page holds a thousand at most, so that none of them gets into the next second.
    return { listed: message, position: ms * 1000 + rank * 1000 }
  })
}

/**
 * Reads a listed message as a form is read that says the same: with the customer as who wrote it, whichever way it went.
 * The list tells less: no name, no button, no place, and not what was answered.
 * @param media where its files are
 */
export function readListed(
  { orgId, id: chatAccountId, accountSid, externalPhoneId }: ChatAccount,
  way: Way,
  { listed, position }: { listed: ListedMessage; position: number },
  media: FormMedia[],
): FoundMessage {
  const form = new URLSearchParams({
    MessageSid: listed.sid,
    AccountSid: accountSid,
    From: customerOf(way, listed) ?? '',
    Body: listed.body,
    // To join a sandbox is what a customer writes to it.
    ...(way === 'inbound' && { To: externalPhoneId }),
  })
  for (const [index, { url, contentType }] of media.entries()) {
    form.set(`MediaUrl${index}`, url)
    if (contentType) form.set(`MediaContentType${index}`, contentType)
  }
  const event = { position: 0, orgId, chatAccountId, sid: listed.sid, form: form.toString() }
  return { ...readWebhookEvent({ ...event, receivedMicros: position }), listed }
}
