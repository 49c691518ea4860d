import type { InboundContent, InboundContext, OutboundContent } from './content.js'

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
  /** Where a message goes that its webhook failed for. */
  fallbackUrl: string | null
  messagingServiceSid: string | null
}

/** Credentials beside the auth token. A standard key opens everything but the account itself and its keys. */
export interface ApiKey {
  sid: string
  secret: string
  kind: 'standard' | 'main'
  friendlyName: string
}

export interface Account {
  sid: string
  authToken: string
  friendlyName: string
  status: 'active' | 'suspended' | 'closed'
  numbers: AccountNumber[]
  apiKeys: ApiKey[]
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
  /** Where it went, once the webhook had failed. */
  fallback?: true
  /** What Twilio's log calls a failure: 11200, 11205, 12100, 12300. */
  errorCode?: number
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

/** What WhatsApp thinks of a template that was submitted (Twilio docs, WhatsApp template approvals and statuses). */
export const approvalStatuses = ['received', 'pending', 'approved', 'rejected', 'paused', 'disabled'] as const

export type ApprovalStatus = (typeof approvalStatuses)[number]
export type TemplateCategory = 'UTILITY' | 'MARKETING' | 'AUTHENTICATION'

export interface Approval {
  /** What WhatsApp calls it. */
  name: string
  category: TemplateCategory
  status: ApprovalStatus
  /** In WhatsApp's words; empty unless it was rejected. */
  rejectionReason: string
}

/** The Content API's types by their name, such as `twilio/text`, each as it was given. */
export type TemplateTypes = Record<string, Record<string, unknown>>

/** A Content resource, and what became of its approval. */
export interface Template {
  sid: string
  accountSid: string
  friendlyName: string
  language: string
  /** What stands in a placeholder that a send gives nothing for. */
  variables: Record<string, string>
  types: TemplateTypes
  /** Null until it is submitted. */
  approval: Approval | null
  createdAtMs: number
  updatedAtMs: number
}

/** What both directions have. */
interface AnyMessage {
  sid: string
  accountSid: string
  from: string
  to: string
  status: MessageStatus
  errorCode: number | null
  messagingServiceSid: string | null
  customerId: string | null
  createdAtMs: number
  updatedAtMs: number
  sentAtMs: number | null
  /** Whether the other side looked at it: a customer with or without a read receipt, the business by typing. */
  seen: boolean
}

/** What a customer wrote. */
export interface InboundMessage extends AnyMessage {
  direction: 'inbound'
  content: InboundContent
  context: InboundContext
  /** The form and where it goes; null of what was only told of afterwards. */
  posted: { url: string; form: Form } | null
  /** What came back, each time. */
  deliveries: Delivery[]
}

/** What the business wrote. */
export interface OutboundMessage extends AnyMessage {
  direction: 'outbound'
  content: OutboundContent
  /** Sent by the API, or as the answer of a webhook. */
  origin: 'api' | 'reply'
  /** When a scheduled one leaves; null for one that leaves at once. */
  sendAtMs: number | null
  /** Where the statuses go. */
  statusCallback: string | null
  /** The failure that a fault planned for it. */
  planned: PlannedFailure | null
  statuses: FiredStatus[]
}

/** How a message is to end. */
export interface PlannedFailure {
  status: 'failed' | 'undelivered'
  errorCode: number
}

export type Message = InboundMessage | OutboundMessage

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
