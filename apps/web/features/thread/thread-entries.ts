import type { Message, MessageStatus } from '@cloudpa/contracts/messages'
import type { Groupable } from './group-messages'
import type { Unsent } from '../sending/unsent'

export interface Entry extends Groupable {
  message: Message | null
  unsent: Unsent | null
}

// The same message keeps the same entry object, so that only bubbles that changed are drawn again.
const entries = new WeakMap<Message | Unsent, Entry>()

/**
 * What the thread shows: the server's messages, then those that only this screen knows. A message keeps
 * its key when the server answers for it, so its bubble stays the same element.
 */
export function threadEntries(messages: readonly Message[], unsent: Unsent[]): Entry[] {
  const known = new Set(messages.map((message) => message.clientId))
  return [
    ...messages.map((message) => remembered(message, ofMessage)),
    ...unsent.filter((item) => !known.has(item.clientId)).map((item) => remembered(item, ofUnsent)),
  ]
}

function remembered<T extends Message | Unsent>(source: T, make: (source: T) => Entry): Entry {
  const entry = entries.get(source) ?? make(source)
  entries.set(source, entry)
  return entry
}

function ofMessage(message: Message): Entry {
  const { direction, position, occurredAt } = message
  return { key: message.clientId ?? message.id, direction, at: occurredAt, position, message, unsent: null }
}

function ofUnsent(item: Unsent): Entry {
  return {
    key: item.clientId,
    direction: 'outbound',
    at: item.at,
    position: null,
    message: null,
    unsent: item,
  }
}

/** How far an entry got, in one word: what only this screen knows is on its way, or was refused, or nobody knows. */
export function statusOf(message: Message | null, unsent: Unsent | null): MessageStatus {
  if (message) return message.status
  if (!unsent) return 'failed'
  // It never left this screen, so there is nothing to doubt.
  if (unsent.state === 'unanswered' && unsent.reason !== 'noAnswer') return 'queued'
  return unsentStatus[unsent.state]
}

const unsentStatus = {
  held: 'queued',
  sending: 'queued',
  unanswered: 'unconfirmed',
  refused: 'failed',
} as const
