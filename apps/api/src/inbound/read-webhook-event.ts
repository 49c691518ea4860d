import { waitingMedium, type Medium } from '@cloudpa/contracts/media'
import type { Sender } from '../contacts/resolve-contacts.js'
import { expectKind } from '../media/decide-kind.js'
import { storedContentOf, type StoredContent } from '../outbound/message-content.js'
import { newId } from '../platform/new-id.js'
import { FlatForm } from '../twilio/flat-form.js'
import { readInboundForm, type FormMedia } from '../twilio/inbound-form.js'
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
  const { from, userId, profileName } = inbound
  const files = inbound.media.map(expectFile)
  const picture = inbound.referral?.picture ? expectFile(inbound.referral.picture) : null
  const content = inbound.contentWith(files.map(({ medium }) => medium))
  const referral = inbound.referral && { ...inbound.referral, picture: picture?.medium ?? null }
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
    body: content.body,
    content: storedContentOf({ ...inbound.context, content, referral }),
    media: [...files, ...(picture ? [picture] : [])].map(({ medium: { id }, url }) => ({ id, url })),
  }
}

/** A file that is yet to be fetched. */
function expectFile({ url, contentType }: FormMedia): { url: string; medium: Medium } {
  return { url, medium: waitingMedium(newId(), expectKind(contentType), contentType) }
}
