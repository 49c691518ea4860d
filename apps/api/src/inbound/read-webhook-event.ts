import { waitingMedium } from '@cloudpa/contracts/media'
import type { Sender } from '../contacts/resolve-contacts.js'
import { expectKind } from '../media/decide-kind.js'
import { storedContentOf, type StoredContent } from '../outbound/message-content.js'
import { newId } from '../platform/new-id.js'
import { FlatForm } from '../twilio/flat-form.js'
import { readInboundForm } from '../twilio/inbound-form.js'
import type { WebhookEventRow } from './claim-webhook-events.js'

/** An event as what it says: who wrote what. */
export interface ReceivedMessage {
  /** The webhook event that says it. */
  eventPosition: number
  /** Its place among the conversation's messages, and when it was received: microseconds since 1970. */
  position: number
  sid: string
  sender: Sender
  /** Where a reply goes: the address this message came from. */
  address: string
  profileName: string | undefined
  body: string
  /** What it holds besides its words. */
  content: StoredContent | null
  /** Where what it carries is, by the id that the content has of each. */
  media: { id: string; url: string }[]
}

/** @throws when the stored form is no message; the webhook stores none such, so it is a fault of ours */
export function readWebhookEvent(row: WebhookEventRow): ReceivedMessage {
  const inbound = readInboundForm(new FlatForm(row.form))
  if (!inbound) throw new Error(`webhook event ${row.position} holds no message`)
  const { from, userId, profileName, body, details } = inbound
  const media = inbound.media.map((given) => ({ ...given, id: newId() }))
  const shown = media.map(({ id, contentType }) => waitingMedium(id, expectKind(contentType), contentType))
  return {
    eventPosition: row.position,
    position: row.receivedMicros,
    sid: row.sid,
    sender: {
      orgId: row.orgId,
      chatAccountId: row.chatAccountId,
      phone: from.kind === 'phone' ? from.value : undefined,
      userId,
    },
    address: from.value,
    profileName,
    body,
    content: storedContentOf(body, { ...details, media: shown }),
    media: media.map(({ id, url }) => ({ id, url })),
  }
}
