import { randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import {
  addressesOf,
  type Account,
  type AccountNumber,
  type Customer,
  type Delivery,
  type Form,
  type Message,
} from '../model.js'
import { mediaUrl, type Medium, type mediaInput } from '../media.js'
import type { Simulator } from '../simulator.js'
import { postForm, type SignatureMode } from './post-form.js'

/** Something a customer writes. */
export interface Writing {
  account: Account
  number: AccountNumber
  customer: Customer
  body: string
  media?: z.output<typeof mediaInput>[]
  profileName?: string | undefined
  sid?: string | undefined
  /** Extra or overriding fields; null takes a field out. */
  params?: Record<string, string | null> | undefined
  url?: string | undefined
}

/** How a written message is brought to the product. */
export interface DeliveryOptions {
  times?: number | undefined
  concurrent?: boolean | undefined
  signature?: SignatureMode | undefined
}

export function newSid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex')
}

/** The form of an inbound WhatsApp message, fields and order as in captured requests (TWILIO.md §1 and §2). */
function inboundForm(writing: Writing, media: Medium[], sid: string, from: string): Form {
  const { account, number, customer, body } = writing
  const form: Form = [
    ['SmsMessageSid', sid],
    ['NumMedia', String(media.length)],
    ['ProfileName', writing.profileName ?? customer.name],
    ['MessageType', messageTypeOf(media[0])],
    ['SmsSid', sid],
  ]
  // Somebody who goes by a user name has no WaId: only the id that WhatsApp made for this business.
  if (customer.phone !== null) form.push(['WaId', customer.phone.slice(1)])
  form.push(['SmsStatus', 'received'], ['Body', body], ['To', number.number], ['NumSegments', '1'])
  if (number.messagingServiceSid !== null) form.push(['MessagingServiceSid', number.messagingServiceSid])
  for (const [index, medium] of media.entries()) {
    form.push([`MediaContentType${index}`, medium.contentType])
    form.push([`MediaUrl${index}`, mediaUrl(account.sid, sid, medium.sid)])
  }
  form.push(['ReferralNumMedia', '0'], ['MessageSid', sid], ['AccountSid', account.sid], ['From', from])
  if (customer.userId !== null) form.push(['ExternalUserId', `whatsapp:${customer.userId}`])
  if (customer.username !== null) form.push(['ProfileUsername', customer.username])
  form.push(['ApiVersion', '2010-04-01'])
  return overridden(form, writing.params ?? {})
}

function messageTypeOf(medium: Medium | undefined): string {
  if (medium === undefined) return 'text'
  const [type = ''] = medium.contentType.split('/')
  return /^(image|video|audio)$/.test(type) ? type : 'document'
}

/** The customer writes: the message exists at Twilio from now on, whatever the webhook answers. */
export function writeMessage(sim: Simulator, writing: Writing): Message {
  const { account, number, customer } = writing
  const nowMs = sim.clock.now()
  const [from = ''] = addressesOf(customer)
  const files = writing.media ?? []
  const sid = writing.sid ?? newSid(files.length > 0 ? 'MM' : 'SM')
  const media = files.map((file) => sim.media.add(newSid('ME'), account.sid, file))
  const form = inboundForm(writing, media, sid, from)
  const field = (name: string): string | undefined => form.find(([each]) => each === name)?.[1]
  const message: Message = {
    sid,
    accountSid: account.sid,
    direction: 'inbound',
    from: field('From') ?? from,
    to: field('To') ?? number.number,
    body: field('Body') ?? '',
    status: 'received',
    errorCode: null,
    messagingServiceSid: number.messagingServiceSid,
    numMedia: Number(field('NumMedia')) || 0,
    customerId: customer.id,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    sentAtMs: nowMs,
    statusCallback: null,
    template: false,
    plannedErrorCode: null,
    statuses: [],
    seen: true,
    form,
    url: writing.url ?? number.webhookUrl,
    deliveries: [],
  }
  sim.store.noteInbound(account.sid, number.number, from, nowMs)
  sim.store.addMessage(message)
  return message
}

/** Brings an inbound message to the product, once or as often as asked, one after the other or all at once. */
export async function deliverMessage(
  sim: Simulator,
  message: Message,
  options: DeliveryOptions = {},
): Promise<Delivery[]> {
  const account = sim.store.accounts.get(message.accountSid)
  if (account === undefined || message.form === null || message.url === null) return []
  const posting = {
    url: message.url,
    form: message.form,
    authToken: account.authToken,
    signature: options.signature,
    idempotencyToken: randomUUID(),
  }
  const times = options.times ?? 1
  const deliveries: Delivery[] = []
  if (options.concurrent === true) {
    deliveries.push(
      ...(await Promise.all(Array.from({ length: times }, () => postForm(posting, sim.exchanges)))),
    )
  } else {
    for (let n = 0; n < times; n += 1) deliveries.push(await postForm(posting, sim.exchanges))
  }
  message.deliveries.push(...deliveries)
  sim.store.touched(message)
  return deliveries
}

function overridden(form: Form, params: Record<string, string | null>): Form {
  const kept = form.filter(([name]) => params[name] !== null)
  for (const [name, value] of Object.entries(params)) {
    if (value === null) continue
    const at = kept.findIndex(([each]) => each === name)
    if (at === -1) kept.push([name, value])
    else kept[at] = [name, value]
  }
  return kept
}
