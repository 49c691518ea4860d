import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.js'
import type { Events } from '../events.js'
import type { Exchanges } from '../exchanges.js'
import { callbackFaults, type Faults } from '../faults.js'
import type { MediaShelf } from '../media.js'
import {
  bareAddress,
  laterStatus,
  type Delivery,
  type FiredStatus,
  type Form,
  type MessageStatus,
  type OutboundMessage,
} from '../model.js'
import type { Store } from '../store.js'
import type { Templates } from '../templates.js'
import { postForm } from './post-form.js'

/** What the life of a message needs of the simulator. */
export interface CallbackParts {
  store: Store
  clock: Clock
  events: Events
  exchanges: Exchanges
  faults: Faults
  media: MediaShelf
  templates: Templates
}

export interface StatusEvent {
  status: MessageStatus
  errorCode?: number | undefined
  /** Asked for by hand: no fault touches it. */
  byHand?: boolean | undefined
  callbackUrl?: string | undefined
}

/** The form of a status callback, fields and order as in captured WhatsApp callbacks (TWILIO.md §5). */
export function callbackForm(message: OutboundMessage, event: StatusEvent): Form {
  const eventTypes: Partial<Record<MessageStatus, string>> = { delivered: 'DELIVERED', read: 'READ' }
  const eventType = eventTypes[event.status]
  const form: Form = []
  if (eventType !== undefined) form.push(['EventType', eventType])
  form.push(
    ['SmsSid', message.sid],
    ['SmsStatus', event.status],
    ['MessageStatus', event.status],
    ['ChannelToAddress', bareAddress(message.to)],
    ['To', message.to],
    ['ChannelPrefix', 'whatsapp'],
  )
  if (message.messagingServiceSid !== null) form.push(['MessagingServiceSid', message.messagingServiceSid])
  form.push(['MessageSid', message.sid], ['AccountSid', message.accountSid])
  if (event.errorCode !== undefined) {
    // The text is empty on WhatsApp: whoever shows an error needs a dictionary of its own.
    form.push(['ErrorCode', String(event.errorCode)], ['ErrorMessage', ''])
  }
  if (event.status === 'sent') form.push(['StructuredMessage', 'false'])
  form.push(['From', message.from], ['ApiVersion', '2010-04-01'])
  return form
}

/** Moves a message to a status and posts the callback; answers what came back, if there was somewhere to post. */
export async function fireStatus(
  parts: CallbackParts,
  message: OutboundMessage,
  event: StatusEvent,
): Promise<Delivery | undefined> {
  const { store, clock, faults } = parts
  const nowMs = clock.now()
  message.status = laterStatus(message.status, event.status)
  message.updatedAtMs = nowMs
  if (event.status === 'sent') message.sentAtMs ??= nowMs
  if (event.errorCode !== undefined) message.errorCode = event.errorCode
  const url = event.callbackUrl ?? message.statusCallback
  const probe = {
    method: 'POST',
    path: url ?? '',
    accountSid: message.accountSid,
    from: message.from,
    to: message.to,
    body: message.content.body,
    status: event.status,
  }
  const fault = event.byHand === true ? undefined : faults.take(callbackFaults, probe)
  if (fault !== undefined) parts.events.emit({ kind: 'faults' })
  const dropped = fault?.kind === 'drop-callback'
  const fired: FiredStatus = {
    status: event.status,
    errorCode: event.errorCode ?? null,
    at: new Date(nowMs).toISOString(),
    url,
    dropped,
    delivery: null,
  }
  message.statuses.push(fired)
  store.touched(message)
  const account = store.accounts.get(message.accountSid)
  if (url === null || dropped || account === undefined) return undefined
  const form = callbackForm(message, event)
  const posting = { url, form, authToken: account.authToken, idempotencyToken: randomUUID() }
  const post = async (): Promise<Delivery> => {
    fired.delivery = await postForm(posting, parts.exchanges)
    store.touched(message)
    return fired.delivery
  }
  if (fault?.kind === 'late-callback') {
    clock.after(fault.delayMs ?? 2000, () => void post())
    return undefined
  }
  return fault?.kind === 'double-callback' ? (await Promise.all([post(), post()]))[0] : post()
}
