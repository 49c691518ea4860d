/** The statuses of a Message resource (twilio-oai api_v2010, message_enum_status). */
export const messageStatuses = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'undelivered',
  'canceled',
  'partially_delivered',
  'receiving',
  'received',
] as const

export type MessageStatus = (typeof messageStatuses)[number]

/** A form as it goes over the wire: pairs in order, since names may repeat. */
export type Form = [name: string, value: string][]

export interface AccountNumber {
  number: string
  webhookUrl: string
  messagingServiceSid: string | null
}

export interface Account {
  sid: string
  authToken: string
  friendlyName: string
  status: 'active' | 'suspended' | 'closed'
  numbers: AccountNumber[]
  createdAtMs: number
  updatedAtMs: number
}

export interface Customer {
  id: string
  name: string
  phone: string | null
  /** The business-scoped user id that WhatsApp shows instead of a number, such as US.1234. */
  userId: string | null
  username: string | null
  phoneOff: boolean
  readReceipts: boolean
}

/** What one webhook brought back; status 0 means that no HTTP answer came. */
export interface Delivery {
  status: number
  contentType: string
  body: string
  ms: number
  attempts: number
  error?: string
}

export interface FiredStatus {
  status: MessageStatus
  errorCode: number | null
  at: string
  url: string | null
  dropped: boolean
  delivery: Delivery | null
}

export interface Message {
  sid: string
  accountSid: string
  direction: 'inbound' | 'outbound'
  from: string
  to: string
  body: string
  status: MessageStatus
  errorCode: number | null
  messagingServiceSid: string | null
  numMedia: number
  customerId: string | null
  createdAtMs: number
  updatedAtMs: number
  sentAtMs: number | null
  /** Outbound: where the statuses go, whether it is a template, which failure a fault planned for it. */
  statusCallback: string | null
  template: boolean
  plannedErrorCode: number | null
  statuses: FiredStatus[]
  /** Outbound: whether somebody looked at it on the phone, with or without a read receipt. */
  seen: boolean
  /** Inbound: what was posted, where to, and what came back. */
  form: Form | null
  url: string | null
  deliveries: Delivery[]
}

const rank: Partial<Record<MessageStatus, number>> = {
  accepted: 0,
  scheduled: 1,
  queued: 2,
  sending: 3,
  sent: 4,
  delivered: 5,
  read: 6,
}

/** The status a resource shows after an event: forward only, and an end that is a failure stays one. */
export function laterStatus(current: MessageStatus, next: MessageStatus): MessageStatus {
  const from = rank[current]
  const to = rank[next]
  if (to === undefined) return next
  if (from === undefined) return to >= 5 ? next : current
  return to > from ? next : current
}

/** The part of an address that names the person: `whatsapp:+1…` → `+1…`, `whatsapp:US.1` → `US.1`. */
export function bareAddress(address: string): string {
  return address.startsWith('whatsapp:') ? address.slice('whatsapp:'.length) : address
}

export function channelAddress(address: string): string {
  return `whatsapp:${bareAddress(address)}`
}

/** Every address a customer can be reached at, the one they write from first. */
export function addressesOf(customer: Customer): string[] {
  return [customer.phone, customer.userId].filter((bare) => bare !== null).map(channelAddress)
}
