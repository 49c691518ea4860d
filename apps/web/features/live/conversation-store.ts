import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { replaceEqualDeep } from '@tanstack/react-query'
import { ConversationOrder, type Place } from './conversation-order'
import { EntityMap } from './entity-map'

type Change = (conversation: Conversation) => Conversation

/** Two accounts of one message: the later revision wins, whichever came last; of equal ones the one that was there. */
export function mergeMessage(old: Message, next: Message): Message {
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
  private readonly order = new ConversationOrder()
  private readonly listeners = new Set<() => void>()
  private readonly waiting = new Set<string>()
  /** Another number whenever a conversation is new or got a newer message. */
  orderVersion = 0

  /** As it is to be shown; undefined when nothing was heard of it. */
  get(id: string): Conversation | undefined {
    return this.shown.get(id)
  }

  subscribe(id: string, listener: () => void): () => void {
    return this.shown.subscribe(id, listener)
  }

  /** Hears once of each batch after which an order or a count may be another. */
  subscribeAll(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The ids of what is known, newest first, down to and with a place, or all. */
  idsDownTo(last: Place | null): string[] {
    return this.order.downTo(last)
  }

  /** How many of the known have something unread. */
  get waitingCount(): number {
    return this.waiting.size
  }

  /** Takes in what the server said, in any order and as often as it likes. */
  apply(conversations: Iterable<Conversation>): void {
    const changed = new Set<string>()
    for (const next of conversations) {
      const old = this.told.get(next.id)
      const merged = old ? mergeConversation(old, next) : next
      if (merged === old) continue
      this.told.set(next.id, merged)
      changed.add(next.id)
    }
    this.show(changed)
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
  hold(id: string, change: Change): () => void {
    const holds = this.holds.get(id) ?? new Set()
    this.holds.set(id, holds.add(change))
    this.show([id])
    return () => {
      holds.delete(change)
      this.show([id])
    }
  }

  private show(ids: Iterable<string>): void {
    const items: Conversation[] = []
    for (const id of ids) {
      const told = this.told.get(id)
      if (!told) continue
      const held = [...(this.holds.get(id) ?? [])].reduce((so, change) => change(so), told)
      const item = replaceEqualDeep(this.shown.get(id), held)
      if (item === this.shown.get(id)) continue
      items.push(item)
      if (this.order.put({ id, position: item.lastMessage?.position ?? -1 })) this.orderVersion += 1
      if (item.unreadCount > 0) this.waiting.add(id)
      else this.waiting.delete(id)
    }
    if (items.length === 0) return
    this.shown.set(items)
    for (const listener of this.listeners) listener()
  }
}

/** The signed-in org's; another org begins with another load of the page. */
export const conversations = new ConversationStore()

/** Takes in a conversation as the server told it; an older revision changes nothing. */
export const applyConversation = (conversation: Conversation) => conversations.apply([conversation])

/** @see ConversationStore.hold */
export const holdConversation = (id: string, change: Change) => conversations.hold(id, change)
