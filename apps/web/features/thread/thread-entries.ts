import type { Message, MessageStatus } from '@cloudpa/contracts/messages'
import type { Note } from '@cloudpa/contracts/notes'
import { isNote, type Item } from '../live/thread-item'
import type { Unsent } from '../sending/unsent'
import type { Groupable } from './group-messages'
import { joinParts } from './join-parts'

export interface Entry extends Groupable {
  message: Message | null
  note: Note | null
  unsent: Unsent | null
  /** Of a long text that left in several messages: all of them that are held, of which `message` is the first. */
  parts?: readonly Message[]
}

/** What only this screen knows of a thread. */
interface Unknown {
  messages: readonly Unsent[]
  notes: readonly Unsent[]
}

// The same message keeps the same entry object, so that only bubbles that changed are drawn again.
const entries = new WeakMap<Item | Unsent, Entry>()

/**
 * What the thread shows: the server's messages and notes, then those that only this screen knows. Each keeps its key when
 * the server answers for it, so its element stays the same. The parts of a long text are
 * one. What was deleted is left out.
 */
export function threadEntries(items: readonly Item[], { messages, notes }: Unknown): Entry[] {
  const known = items.map((item) => remembered(item, ofItem))
  const keys = new Set(known.map(({ key }) => key))
  const unknown = [
    ...messages.map((item) => remembered(item, (it) => ofUnsent(it, 'outbound'))),
    ...notes.map((item) => remembered(item, (it) => ofUnsent(it, 'note'))),
  ]
  return [
    ...joinParts(known.filter(({ note }) => !note?.deletedAt)),
    ...unknown.filter(({ key }) => !keys.has(key)).toSorted((one, other) => one.at.localeCompare(other.at)),
  ]
}

function remembered<T extends Item | Unsent>(source: T, make: (source: T) => Entry): Entry {
  const entry = entries.get(source) ?? make(source)
  entries.set(source, entry)
  return entry
}

/** A note and a reply may go by one clientId, and are two. */
const noteKey = (clientId: string) => `note ${clientId}`

function ofItem(item: Item): Entry {
  const { position, occurredAt: at } = item
  if (isNote(item)) {
    const key = noteKey(item.clientId)
    return { key, direction: 'note', at, position, message: null, note: item, unsent: null }
  }
  const key = item.clientId ?? item.id
  return { key, direction: item.direction, at, position, message: item, note: null, unsent: null }
}

function ofUnsent(item: Unsent, direction: 'outbound' | 'note'): Entry {
  return {
    key: direction === 'note' ? noteKey(item.clientId) : item.clientId,
    direction,
    at: item.at,
    position: null,
    message: null,
    note: null,
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
