import { noContext, type InboundContent, type InboundContext, type KeptFile } from '../content.js'
import { keepFile, mediumOf, type MediaInput } from '../media.js'
import {
  addressesOf,
  type Account,
  type AccountNumber,
  type Customer,
  type Form,
  type InboundMessage,
} from '../model.js'
import { newSid } from '../new-sid.js'
import type { Simulator } from '../simulator.js'
import { inboundForm } from './inbound-form.js'

/** Something a customer writes. */
export interface Writing {
  account: Account
  number: AccountNumber
  customer: Customer
  content: InboundContent<MediaInput>
  context?: InboundContext<MediaInput> | undefined
  profileName?: string | undefined
  sid?: string | undefined
  /** When, if not now. */
  atMs?: number | undefined
  /** Extra or overriding fields; null takes a field out. */
  params?: Record<string, string | null> | undefined
  url?: string | undefined
}

/** An inbound message whose form goes somewhere. */
export type PostedMessage = InboundMessage & { posted: NonNullable<InboundMessage['posted']> }

/** The customer writes: the message exists at Twilio from now on, whatever the webhook answers. */
export function writeMessage(sim: Simulator, writing: Writing): PostedMessage {
  const { account, number, customer } = writing
  const nowMs = writing.atMs ?? sim.clock.now()
  const [from = ''] = addressesOf(customer)
  const sid = writing.sid ?? newSid('files' in writing.content ? 'MM' : 'SM')
  const keep = (file: MediaInput): KeptFile => {
    const place = { sid: newSid('ME'), accountSid: account.sid, messageSid: sid, createdAtMs: nowMs }
    return keepFile(sim.media, mediumOf(file, place))
  }
  const context = keptContext(writing.context ?? noContext, keep)
  const content = keptContent(writing.content, keep)
  const quoted = context.quotedSid === null ? undefined : sim.store.message(account.sid, context.quotedSid)
  const profileName = writing.profileName ?? customer.name
  const quotedSender = quoted?.from ?? number.number
  const parts = { sid, from, account, number, customer, profileName, content, context, quotedSender }
  const form = overridden(inboundForm(parts), writing.params ?? {})
  const field = (name: string): string | undefined => form.find(([each]) => each === name)?.[1]
  const message: PostedMessage = {
    sid,
    accountSid: account.sid,
    direction: 'inbound',
    from: field('From') ?? from,
    to: field('To') ?? number.number,
    content: asPosted(content, field('Body') ?? '', writing.params ?? {}),
    context,
    status: 'received',
    errorCode: null,
    messagingServiceSid: number.messagingServiceSid,
    customerId: customer.id,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    sentAtMs: nowMs,
    seen: false,
    posted: { url: writing.url ?? number.webhookUrl, form },
    deliveries: [],
  }
  sim.store.noteInbound(account.sid, number.number, from, nowMs)
  sim.store.addMessage(message)
  if (/^join \S/i.test(message.content.body) && sim.faults.joined(from)) sim.events.emit({ kind: 'faults' })
  return message
}

function keptContent(
  content: InboundContent<MediaInput>,
  keep: (file: MediaInput) => KeptFile,
): InboundContent {
  return 'files' in content ? { ...content, files: content.files.map(keep) } : content
}

function keptContext(
  context: InboundContext<MediaInput>,
  keep: (file: MediaInput) => KeptFile,
): InboundContext {
  const { referral } = context
  if (referral === null) return { ...context, referral }
  return { ...context, referral: { ...referral, file: referral.file && keep(referral.file) } }
}

/** What the message says once fields were put over its own: without words, it is made of nothing else. */
function asPosted(
  content: InboundContent,
  body: string,
  params: Record<string, string | null>,
): InboundContent {
  const fields = Object.entries(params).filter((field): field is [string, string] => field[1] !== null)
  const onlyFields = content.kind === 'text' && body === '' && fields.length > 0
  return onlyFields ? { kind: 'unknown', body, fields: Object.fromEntries(fields) } : { ...content, body }
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
