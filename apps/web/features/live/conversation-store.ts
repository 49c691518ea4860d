import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { replaceEqualDeep } from '@tanstack/react-query'
import { soonMs } from '../window/window-time'
import { belongs, compareIn, filterOf, placeIn, setViewer, type ListName } from './conversation-filters'
import { ConversationOrder } from './conversation-order'
import {
  combine,
  ConversationTally,
  countAlike,
  countsOf,
  isSame,
  noneOf,
  type Counts,
} from './conversation-tally'
import { EntityMap } from './entity-map'

type Change = (conversation: Conversation) => Conversation

/** Two accounts of one message: the later revision wins, whichever came last; of equal ones the one that was there. */
export function mergeMessage<T extends { revision: number }>(old: T, next: T): T {
  return next.revision > old.revision ? replaceEqualDeep(old, next) : old
}

/**
 * Two accounts of one conversation: the later revision wins, whichever came last. What a message became is its own
 * revision's matter, and a conversation's is not raised by it.
 */
function mergeConversation(old: Conversation, next: Conversation): Conversation {
  const newer = next.revision > old.revision ? next : old
  return replaceEqualDeep(old, withLast(withLast(newer, old), next))
}

/** A conversation with the latest message that another account of it knows, if that one knows more. */
function withLast(conversation: Conversation, other: Pick<Conversation, 'lastMessage' | 'lastMessageAt'>) {
  const [mine, its] = [conversation.lastMessage, other.lastMessage]
  if (!its || (mine && mine.position > its.position)) return conversation
  if (mine?.id === its.id) return { ...conversation, lastMessage: mergeMessage(mine, its) }
  return { ...conversation, lastMessage: its, lastMessageAt: other.lastMessageAt }
}

/** Every conversation that was heard of, once; and over it what this screen already did and the server has yet to say. */
export class ConversationStore {
  private readonly told = new Map<string, Conversation>()
  private readonly holds = new Map<string, Set<Change>>()
  private readonly shown = new EntityMap<Conversation>()
  private readonly lists = new Map<ListName, ConversationOrder>()
  private readonly listeners = new Set<() => void>()
  private toldTally = new ConversationTally()
  private shownTally = new ConversationTally()
  private keptId: string | null = null
  /** Those that the API counted, and that were not heard of otherwise. */
  private unheardOf = countsOf({})
  private unheardClosing = 0
  /** Of all conversations, heard of or not; another object when a number is another. */
  counts = this.unheardOf
  /** Called when news changed a count, or was of a conversation unheard of: nobody knows whether that was counted. */
  onRecount: (isUnheardOf: boolean) => void = () => undefined

  /** As it is to be shown; undefined when nothing was heard of it. */
  get(id: string): Conversation | undefined {
    return this.shown.get(id)
  }

  subscribe(id: string, listener: () => void): () => void {
    return this.shown.subscribe(id, listener)
  }

  /** Hears once of each batch after which a list or a count may be another. */
  subscribeAll(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** What is known of a list, in its order, loaded or not. */
  list(filter: ListName): ConversationOrder {
    const known = this.lists.get(filter)
    if (known) return known
    const order = new ConversationOrder(compareIn(filter))
    this.lists.set(filter, order)
    for (const id of this.told.keys()) this.place(id, filter, order)
    return order
  }

  /** How many wait whose window closes within two hours from then. */
  closingAt(nowMs: number): number {
    return this.knownClosing(nowMs) + this.unheardClosing
  }

  /** One conversation that stays in the lists it stands in, whatever becomes of it: somebody reads it. */
  keep(id: string | null): void {
    const before = this.keptId
    if (before === id) return
    this.keptId = id
    if (before) for (const [filter, order] of this.lists) this.place(before, filter, order)
    this.tell()
  }

  /** Says who looks: what was heard of before is theirs, too, and no longer counted as unheard of. */
  look(memberId: string | null): void {
    setViewer(memberId)
    const before = this.toldTally.counts
    this.tally(this.unheardOf)
    this.unheardOf = combine(this.unheardOf, combine(before, this.toldTally.counts, minus), plus)
    for (const [list, order] of this.lists)
      if (filterOf(list) === 'mine') for (const id of this.told.keys()) this.place(id, list, order)
    this.recount()
    this.tell()
  }

  /** Counts what is known anew: all that these count. */
  private tally(of: Counts): void {
    this.toldTally = new ConversationTally(noneOf(of))
    this.shownTally = new ConversationTally(noneOf(of))
    for (const [id, told] of this.told) {
      this.toldTally.replace(undefined, told)
      this.shownTally.replace(undefined, this.shown.get(id))
    }
  }

  /** How many are known. */
  get size(): number {
    return this.told.size
  }

  /** Forgets all but these. */
  keepOnly(ids: ReadonlySet<string>): void {
    this.forget([...this.told.keys()].filter((id) => !ids.has(id)))
  }

  /** Forgets some, but not what this screen did and is yet to be told. The forgotten stay counted. */
  forget(ids: readonly string[]): void {
    const gone = ids.filter((id) => this.told.has(id) && !this.holds.has(id))
    const counted = new ConversationTally(this.unheardOf)
    for (const id of gone) {
      const told = this.told.get(id)
      counted.replace(undefined, told)
      this.toldTally.replace(told, undefined)
      this.shownTally.replace(this.shown.get(id), undefined)
      this.told.delete(id)
      for (const order of this.lists.values()) order.drop(id)
    }
    this.unheardOf = counted.counts
    this.shown.delete(gone)
    if (gone.length > 0) this.tell()
  }

  /** Takes in what the server said, in any order and as often as it likes. */
  apply(conversations: Iterable<Conversation>): void {
    const known = this.told.size
    const { counts } = this.toldTally
    this.show(this.take(conversations))
    const isUnheardOf = this.told.size > known
    if (isUnheardOf || !isSame(counts, this.toldTally.counts)) this.onRecount(isUnheardOf)
  }

  /** Takes in a page of the list. What of it was unheard of was counted; counted anew, it was as the page has it. */
  applyPage({ items, overview }: Pick<ConversationPage, 'items' | 'overview'>): void {
    const listed = overview ? [...items, ...overview.closing, ...(overview.returned ?? [])] : items
    const of = overview ? countsOf(overview.counts) : this.unheardOf
    // Somebody has saved or deleted a view, or one is too large to be counted.
    if (!countAlike(of, this.toldTally.counts)) this.tally(of)
    const heardOf = new ConversationTally(overview ? this.toldTally.counts : noneOf(of))
    for (const item of new Map(listed.map((item) => [item.id, item])).values()) {
      const told = this.told.get(item.id)
      if (overview || !told) heardOf.replace(told, item)
    }
    this.unheardOf = combine(of, heardOf.counts, minus)
    const changed = this.take(listed)
    this.show(changed)
    if (!overview) return
    this.unheardClosing = Math.max(0, (overview.counts.closing ?? 0) - this.knownClosing(Date.now()))
    this.tell()
  }

  private knownClosing(nowMs: number): number {
    return this.list('closing').countBetween(-(nowMs + soonMs), -nowMs)
  }

  /** @returns the ids of those that it changed */
  private take(conversations: Iterable<Conversation>): Set<string> {
    const changed = new Set<string>()
    for (const next of conversations) {
      const old = this.told.get(next.id)
      const merged = old ? mergeConversation(old, next) : next
      if (merged === old) continue
      this.told.set(next.id, merged)
      this.toldTally.replace(old, merged)
      changed.add(next.id)
    }
    return changed
  }

  /** A message that may be the latest of its conversation, which moves up without waiting to be told of. */
  applyMessages(messages: Message[]): void {
    this.apply(
      messages.flatMap((message) => {
        const old = this.told.get(message.conversationId)
        return old ? [withLast(old, { lastMessage: message, lastMessageAt: message.occurredAt })] : []
      }),
    )
  }

  /**
   * Shows a change over whatever the server says meanwhile: no stale answer undoes it.
   * @returns how to let go, when the server's own account holds the change or the change is given up
   */
  hold(ids: Iterable<string>, change: Change): () => void {
    const held = [...ids]
    for (const id of held) this.holds.set(id, (this.holds.get(id) ?? new Set<Change>()).add(change))
    this.show(held)
    return () => {
      for (const id of held) {
        const holds = this.holds.get(id)
        holds?.delete(change)
        if (holds?.size === 0) this.holds.delete(id)
      }
      this.show(held)
    }
  }

  private show(ids: Iterable<string>): void {
    const items: Conversation[] = []
    for (const id of ids) {
      const told = this.told.get(id)
      if (!told) continue
      const held = [...(this.holds.get(id) ?? [])].reduce((so, change) => change(so), told)
      const before = this.shown.get(id)
      const item = replaceEqualDeep(before, held)
      if (item === before) continue
      items.push(item)
      this.shownTally.replace(before, item)
    }
    const isRecounted = this.recount()
    if (items.length === 0 && !isRecounted) return
    this.shown.set(items, () => {
      for (const [filter, order] of this.lists) for (const { id } of items) this.place(id, filter, order)
    })
    this.tell()
  }

  /** Puts one where it belongs in a list, or takes it out of it. */
  private place(id: string, filter: ListName, order: ConversationOrder): void {
    const conversation = this.shown.get(id)
    if (!conversation) return
    if (belongs(filter, conversation)) order.put(placeIn(filter, conversation))
    else if (id !== this.keptId) order.drop(id)
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }

  private recount(): boolean {
    const { unheardOf, shownTally } = this
    const counts = combine(shownTally.counts, unheardOf, (shown, unheard) => shown + Math.max(0, unheard))
    if (isSame(counts, this.counts)) return false
    this.counts = counts
    return true
  }
}

const plus = (one: number, other: number) => one + other
const minus = (one: number, other: number) => one - other

/** The signed-in org's; another org begins with another load of the page. */
export const conversations = new ConversationStore()

/** Takes in a conversation as the server told it; an older revision changes nothing. */
export const applyConversation = (conversation: Conversation) => conversations.apply([conversation])

/** @see ConversationStore.hold */
export const holdConversation = (id: string, change: Change) => conversations.hold([id], change)

/** @see ConversationStore.keep */
export const keepListed = (id: string | null) => conversations.keep(id)
