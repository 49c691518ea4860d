import type { LedgerEntry } from '@cloudpa/contracts/ledger'
import type { Media, Message } from '@cloudpa/db'

/** A form that Twilio posted about a message. */
export interface FormAbout {
  kind: 'message' | 'status'
  /** What a report says; empty for the message itself. */
  status: string
  receivedAt: Date
  waitedMs: number | null
  errorCode: string | null
}

interface Known {
  message: Message
  forms: FormAbout[]
  /** Those that are fetched, not those that were uploaded. */
  files: Pick<Media, 'state' | 'attempts' | 'createdAt'>[]
  /** Who wrote it. */
  by: string | null
}

/** What is of one moment stands in the order in which it is done. */
const order = ['form', 'file', 'written', 'attempt', 'taken', 'report', 'became', 'asked']

/** The steps of a message's way, as far as they are known, in the order in which they happened. */
export function layOutLedger({ message, forms, files, by }: Known): LedgerEntry[] {
  const entries =
    message.direction === 'inbound'
      ? [...formsOf(message, forms), ...files.map(fileEntry)]
      : [...sendingOf(message, by), ...reportsOf(forms), ...statusesOf(message, forms), ...askedOf(message)]
  const placeOf = ({ kind }: LedgerEntry) => order.indexOf(kind)
  return entries.toSorted(
    (one, other) => Date.parse(one.at) - Date.parse(other.at) || placeOf(one) - placeOf(other),
  )
}

const entry = (kind: string, at: Date, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  at: at.toISOString(),
  kind,
  waitedMs: null,
  status: null,
  code: null,
  count: null,
  by: null,
  ...more,
})

/** A form that is kept no longer came when its message did. */
function formsOf(message: Message, forms: FormAbout[]): LedgerEntry[] {
  const posted = forms.find(({ kind }) => kind === 'message')
  return [entry('form', posted?.receivedAt ?? message.occurredAt, { waitedMs: posted?.waitedMs ?? null })]
}

const fileEntry = ({ state, attempts, createdAt }: Known['files'][number]) =>
  entry('file', createdAt, { status: state, count: attempts })

function sendingOf(message: Message, by: string | null): LedgerEntry[] {
  const { occurredAt, firstClaimedAt, claimedAt, takenAt, attempts } = message
  const isRepeated = claimedAt !== null && attempts > 1
  // Of one attempt that is when it was; the first may stand for when it could have been.
  const firstAt = isRepeated ? firstClaimedAt : claimedAt
  return [
    entry('written', occurredAt, { by }),
    ...(firstAt ? [entry('attempt', firstAt, { count: 1 })] : []),
    ...(isRepeated ? [entry('attempt', claimedAt, { count: attempts })] : []),
    ...(takenAt ? [entry('taken', takenAt)] : []),
  ]
}

const reportsOf = (forms: FormAbout[]) =>
  forms
    .filter(({ kind }) => kind === 'status')
    .map(({ receivedAt, waitedMs, status, errorCode: code }) =>
      entry('report', receivedAt, { waitedMs, status, code }),
    )

/** What the message is by other ways than a report: Twilio was asked, it refused at once, or the report is kept no longer. */
function statusesOf(message: Message, forms: FormAbout[]): LedgerEntry[] {
  const { sentAt, deliveredAt, readAt, failedAt, errorCode } = message
  const times = { sent: sentAt, failed: failedAt, delivered: deliveredAt, read: readAt }
  return Object.entries(times).flatMap(([status, at]) => {
    if (!at || forms.some((form) => form.status === status)) return []
    return [entry('became', at, { status, code: status === 'failed' ? errorCode : null })]
  })
}

const askedOf = ({ statusAsks, statusAskedAt }: Message): LedgerEntry[] =>
  statusAsks > 0 && statusAskedAt ? [entry('asked', statusAskedAt, { count: statusAsks })] : []
