/** The parts of the control API's answers that the phone uses. */
export interface Delivery {
  status: number
  error?: string
}

export interface Message {
  sid: string
  accountSid: string
  direction: 'inbound' | 'outbound'
  from: string
  to: string
  body: string
  status: string
  customerId: string | null
  seen: boolean
  at: string
  deliveries: Delivery[]
  /** What was posted of it; null of what was written before this phone was there. */
  form: [string, string][] | null
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

export interface Fault {
  kind: string
  code?: number
  match: { toIncludes?: string }
}

export interface Snapshot {
  accounts: Account[]
  customers: Customer[]
  messages: Message[]
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
