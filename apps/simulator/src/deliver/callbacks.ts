import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.js'
import type { Exchanges } from '../exchanges.js'
import type { Faults } from '../faults.js'
import {
  bareAddress,
  laterStatus,
  type Delivery,
  type Form,
  type Message,
  type MessageStatus,
} from '../model.js'
import type { Store } from '../store.js'
import { postForm } from './post-form.js'

/** What firing a status needs of the simulator. */
export interface CallbackParts {
  store: Store
  clock: Clock
  exchanges: Exchanges
  faults: Faults
}

export interface StatusEvent {
  status: MessageStatus
  errorCode?: number | undefined
  /** Asked for by hand: no drop-callback fault touches it. */
  byHand?: boolean | undefined
  callbackUrl?: string | undefined
}

/** The form of a status callback, fields and order as in captured WhatsApp callbacks (TWILIO.md §5). */
export function callbackForm(message: Message, event: StatusEvent): Form {
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
  message: Message,
  event: StatusEvent,
): Promise<Delivery | undefined> {
  const { store, clock, faults } = parts
  const nowMs = clock.now()
  message.status = laterStatus(message.status, event.status)
  message.updatedAtMs = nowMs
  if (event.status === 'sent') message.sentAtMs ??= nowMs
  if (event.errorCode !== undefined) message.errorCode = event.errorCode
  const url = event.callbackUrl ?? message.statusCallback
  const probe = { method: 'POST', path: url ?? '', to: message.to, body: message.body, status: event.status }
  const dropped = event.byHand !== true && faults.take(['drop-callback'], probe) !== undefined
  const fired: Message['statuses'][number] = {
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
  fired.delivery = await postForm(posting, parts.exchanges)
  store.touched(message)
  return fired.delivery
}
