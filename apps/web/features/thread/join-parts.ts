import type { Message, MessageStatus } from '@cloudpa/contracts/messages'
import type { Entry } from './thread-entries'

// The same parts keep the same entry object, so that a bubble is drawn again only when it changed.
const joined = new WeakMap<Message, Entry>()

/** Makes one entry of the parts of a long text that stand beside each other; what only one of is held stays as it is. */
export function joinParts(entries: Entry[]): Entry[] {
  const shown: Entry[] = []
  for (const entry of entries) {
    const of = entry.message?.part?.of
    const before = shown.at(-1)
    if (of && entry.message && before?.message?.part?.of === of) {
      shown[shown.length - 1] = withPart(before, entry)
    } else shown.push(entry)
  }
  return shown.map(asBefore)
}

function withPart(whole: Entry, entry: Entry): Entry {
  const parts = [...(whole.parts ?? [whole.message]), entry.message].filter((part) => part !== null)
  return { ...whole, parts, position: entry.position }
}

function asBefore(entry: Entry): Entry {
  const { message, parts } = entry
  if (!message || !parts) return entry
  const known = joined.get(message)
  const isSame =
    known?.parts?.length === parts.length && parts.every((part, at) => part === known.parts?.[at])
  if (known && isSame) return known
  joined.set(message, entry)
  return entry
}

const order: MessageStatus[] = ['failed', 'queued', 'unconfirmed', 'sent', 'delivered', 'read', 'received']

/** How far a whole is: no further than the part that is behind, and failed where one of them is. */
export function leastOf(statuses: readonly MessageStatus[]): MessageStatus {
  return order.find((status) => statuses.includes(status)) ?? 'queued'
}
