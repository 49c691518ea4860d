import type { Fault } from './fault-table.js'

/** The parts of the control API's answers that the phone uses. */
export interface Delivery {
  status: number
  error?: string
}

/** A file of a message; its bytes are at `fileUrl`. */
export interface KeptFile {
  sid: string
  contentType: string
  name: string | null
  bytes: number
}

export type FileKind = 'image' | 'video' | 'voice' | 'audio' | 'document' | 'sticker' | 'contacts'

/** What a message carries, both ways: see `src/content.ts` for what each kind means. */
export type Content =
  | { kind: 'text'; body: string }
  | { kind: FileKind; body: string; files: KeptFile[] }
  | {
      kind: 'location'
      body: string
      latitude: number
      longitude: number
      label: string | null
      address: string | null
    }
  | { kind: 'button'; body: string; payload: string | null }
  | { kind: 'list'; body: string; id: string }
  | { kind: 'flow'; body: string; answers: Record<string, unknown> }
  | { kind: 'call_permission'; body: string; granted: boolean }
  | { kind: 'sandbox_join'; body: string }
  | { kind: 'unknown'; body: string; fields: Record<string, string> }
  | { kind: 'template'; body: string; contentSid: string; variables: string; face: TemplateFace }
  | { kind: 'unfetched'; body: string; urls: string[] }

/** What stands around a template's words: see `src/content.ts`. */
export interface TemplateFace {
  name: string
  header: string | null
  mediaUrl: string | null
  file: KeptFile | null
  footer: string | null
  buttons: { kind: 'quick_reply' | 'url' | 'phone' | 'copy_code'; text: string; value: string | null }[]
  listButton: string | null
  items: { id: string; title: string; description: string | null }[]
}

/** Whether what a message carries are files. */
export function isFiles(content: Content): content is Extract<Content, { files: unknown }> {
  return 'files' in content
}

/** What a customer's message stands in. */
export interface Context {
  forwarded: 'once' | 'often' | null
  quotedSid: string | null
  referral: {
    body: string | null
    headline: string | null
    sourceUrl: string | null
    file: KeptFile | null
  } | null
}

interface AnyMessage {
  sid: string
  accountSid: string
  from: string
  to: string
  content: Content
  status: string
  errorCode: number | null
  customerId: string | null
  at: string
}

/** What a customer wrote. */
export interface InboundMessage extends AnyMessage {
  direction: 'inbound'
  context: Context
  deliveries: Delivery[]
  /** What was posted of it; null of what was written before this phone was there. */
  posted: { url: string; form: [string, string][] } | null
}

/** What the business wrote. */
export interface OutboundMessage extends AnyMessage {
  direction: 'outbound'
  seen: boolean
}

export type Message = InboundMessage | OutboundMessage

/** Where this page finds the bytes of a message's file. */
export function fileUrl({ accountSid }: Message, { sid }: KeptFile): string {
  return `/_sim/media/${accountSid}/${sid}`
}

export interface Customer {
  id: string
  name: string
  phone: string | null
  userId: string | null
  username: string | null
  address: string
  /** One of the twelve colours of faces, the same as in the inbox. */
  tone: number
  initials: string
  shownAddress: string
  phoneOff: boolean
  readReceipts: boolean
}

export interface Account {
  accountSid: string
  friendlyName: string
  numbers: { number: string; shownNumber: string }[]
}

/** A template of an account, and what WhatsApp thinks of it. */
export interface Template {
  sid: string
  accountSid: string
  name: string
  language: string
  body: string
  category: string | null
  status: string
  rejectionReason: string
}

export interface Snapshot {
  accounts: Account[]
  customers: Customer[]
  messages: Message[]
  templates: Template[]
  receipts: { mode: 'auto' | 'manual' }
  faults: Fault[]
  now: string
  offsetMs: number
}

export type LiveEvent = { kind: 'message'; message: Message } | { kind: 'other' }

/** Calls the control API; a refusal becomes an error with the sentence it came with. */
export async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`/_sim${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : JSON.parse(text)
  if (response.ok) return answer as Answer
  const refused = answer as { error?: string } | undefined
  throw new Error(refused?.error ?? `The simulator answered ${response.status}`)
}

/** Every change, as it happens; `opened` runs at the start and after every reconnection. */
export function listen(handlers: {
  opened: () => void
  lost: () => void
  event: (event: LiveEvent) => void
}): void {
  const source = new EventSource('/_sim/events')
  source.addEventListener('open', handlers.opened)
  source.addEventListener('error', handlers.lost)
  source.addEventListener('message', (event: MessageEvent<string>) => {
    const parsed = JSON.parse(event.data) as LiveEvent | { kind: string }
    handlers.event(parsed.kind === 'message' ? (parsed as LiveEvent) : { kind: 'other' })
  })
}
