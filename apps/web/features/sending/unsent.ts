import { create } from 'zustand'
import type { ApiError } from '../../client/api-error'
import type { Carried } from './carried'
import { keepEntry, readEntries } from './kept-entries'

const reasons = [
  '',
  'noAnswer',
  'offline',
  'behind',
  'late',
  'unexpected',
  'server',
  'notUploaded',
  'fileGone',
] as const

/**
 * Why a message did not get through; `behind`: the one before it has no answer yet, and order holds; `late`: it was held
 * when its page went away, and nobody was there to send it in its time; `notUploaded`: its file did not get to the server,
 * so nobody was asked to send it; `fileGone`: this browser lost its file.
 */
export type UnsentReason = (typeof reasons)[number]

/** A message that only this browser knows for sure, until the server answers for it. */
export interface Unsent {
  clientId: string
  conversationId: string
  /** Its words; a caption under a picture or a film, and empty with any other file or place. */
  body: string
  /** What it carries besides. */
  carried?: Carried | undefined
  /** Later than that of every message before it in its conversation. */
  at: string
  /**
   * `held`: it can be taken back, and nobody was asked to take it. `refused`: the server said no, or it is for a person to say. `unanswered`: nobody knows whether it took the message, so sending
   * again keeps the clientId and can't make a second one.
   */
  state: 'held' | 'sending' | 'unanswered' | 'refused'
  reason: UnsentReason
  /** What the server said, where that is the reason. */
  error?: Pick<ApiError, 'code' | 'message' | 'status' | 'params'> | undefined
  /** When it was last sent, in milliseconds since 1970, by whichever tab. */
  triedAt?: number
  /** Of what is held: until when, in milliseconds since 1970. */
  heldUntil?: number | undefined
}

interface UnsentStore {
  /** `org:person`: what one has not sent is not to leave under another's name. Null until it is known who is here. */
  owner: string | null
  /** Oldest first. */
  items: Unsent[]
  /** The clientIds of those that are in memory alone: made before it was known who is here, or storage refused them. */
  loose: string[]
  /** Joins what this browser kept for the owner with what was sent before it was known who sends. */
  load: (owner: string) => void
  /** Learns what other tabs have kept and forgotten, which storage knows before its events tell. */
  refresh: () => void
  put: (item: Unsent) => void
  remove: (clientId: string) => void
  /** Another tab kept or forgot one. */
  hear: (clientId: string, text: string | null) => void
}

/**
 * What did not get through, kept in this browser and shared by its tabs, so that a reload never swallows any of it.
 * @param kind apart from all of another kind: what is for the team never comes among what is for the customer
 */
const unsentOfKind = (kind: 'unsent' | 'unsent-note') =>
  create<UnsentStore>((set, get) => ({
    owner: null,
    items: [],
    loose: [],
    load: (owner) => {
      const { owner: before, items } = get()
      // Of another person's or org's nothing stays in memory; it is kept under their own name.
      set(before === null || before === owner ? { owner } : { owner, items: [], loose: [] })
      if (before === null) for (const item of items) get().put(item)
      get().refresh()
    },
    refresh: () =>
      set(({ owner, items, loose }) => {
        if (owner === null) return {}
        const kept = Object.values(readEntries(kind, owner)).flatMap((text) => parse(text) ?? [])
        const fresh = items.filter(({ clientId }) => loose.includes(clientId)).reduce(withItem, kept)
        return { items: fresh.toSorted(byAge).map((item) => asBefore(items, item)) }
      }),
    put: (item) =>
      set(({ owner, items, loose }) => {
        const others = loose.filter((clientId) => clientId !== item.clientId)
        const kept = owner !== null && keepEntry(kind, owner, item.clientId, JSON.stringify(item))
        return { items: withItem(items, item), loose: kept ? others : [...others, item.clientId] }
      }),
    remove: (clientId) =>
      set(({ owner, items, loose }) => {
        if (owner !== null) keepEntry(kind, owner, clientId, null)
        return {
          items: items.filter((item) => item.clientId !== clientId),
          loose: loose.filter((other) => other !== clientId),
        }
      }),
    hear: (clientId, text) =>
      set(({ items }) => {
        const item = text === null ? null : parse(text)
        return { items: item ? withItem(items, item) : items.filter((other) => other.clientId !== clientId) }
      }),
  }))

/** Replies. */
export const useUnsent = unsentOfKind('unsent')
/** Notes for the team. */
export const useUnsentNotes = unsentOfKind('unsent-note')

/** The latest message of a conversation that did not get through and waits for a person. */
export function unsentOf(items: Unsent[], conversationId: string): Unsent | undefined {
  return items.findLast(
    ({ conversationId: id, state }) => id === conversationId && state !== 'sending' && state !== 'held',
  )
}

function withItem(items: Unsent[], item: Unsent) {
  return [...items.filter((other) => other.clientId !== item.clientId), item].sort(byAge)
}

function byAge(a: Unsent, b: Unsent) {
  return a.at.localeCompare(b.at) || a.clientId.localeCompare(b.clientId)
}

/** The same object for the same content, so that only bubbles that changed are drawn again. */
function asBefore(items: Unsent[], item: Unsent) {
  const before = items.find(({ clientId }) => clientId === item.clientId)
  return before && JSON.stringify(before) === JSON.stringify(item) ? before : item
}

function parse(text: string): Unsent | null {
  try {
    const item = JSON.parse(text) as Unsent | null
    if (!item?.clientId || !item.conversationId) return null
    return reasons.includes(item.reason) ? item : { ...item, reason: 'noAnswer' }
  } catch (error) {
    console.warn('An unsent message could not be read back.', error)
    return null
  }
}
