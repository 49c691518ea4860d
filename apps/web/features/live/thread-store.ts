import type { ConversationFacts } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { conversations, mergeMessage, type ConversationStore } from './conversation-store'
import { EntityMap } from './entity-map'
import {
  closeEnd,
  insertPlace,
  keepNewest,
  openPages,
  placesOf,
  type Answer,
  type ThreadPages,
} from './thread-pages'

/** How many threads that nobody looks at are kept to be shown at once, and how many pages of each. */
const maxRested = 60
const restedPages = 2

/** Where a thread stood when it was opened; it does not move while the thread is read. */
export interface Opening {
  /** The first message that was unread, above which the line is drawn; null when all was read. */
  firstUnreadId: string | null
  /** How many were unread. */
  unreadCount: number
  atMs: number
}

export type Load = 'open' | 'older' | 'newer' | 'newest' | 'reload'

export interface ThreadView {
  /** What is known of the customer, as of the opening request. */
  facts: ConversationFacts | null
  /** Without gaps, oldest first. A message that changes is another object only for `useMessage`. */
  messages: readonly Message[]
  opening: Opening | null
  hasOlder: boolean
  hasNewer: boolean
  /** Customers' messages that came in behind what is held. */
  newsBehind: number
  /** What is on its way, and what failed. */
  loading: Load | null
  failed: { load: Load; error: Error } | null
}

const nothingYet: ThreadView = {
  facts: null,
  messages: [],
  opening: null,
  hasOlder: false,
  hasNewer: false,
  newsBehind: 0,
  loading: 'open',
  failed: null,
}

export interface Thread {
  facts: ConversationFacts | null
  pages: ThreadPages | null
  opening: Opening | null
  loading: Load | null
  failed: ThreadView['failed']
  /** What came in while a page was on its way and had no place yet: the page may be of before or after it. */
  arrived: Message[]
  newsBehind: number
  /** How many parts of the page show it, and whether its reader is at the end. */
  readers: number
  follows: boolean
  view: ThreadView | null
  listeners: Set<() => void>
}

/** The threads that were opened, by conversation, each as places in the one map of messages. */
class ThreadStore {
  readonly messages = new EntityMap<Message>()
  private readonly threads = new Map<string, Thread>()

  constructor(private readonly conversations: ConversationStore) {}

  get(id: string): Thread {
    const known = this.threads.get(id)
    if (known) return known
    const thread: Thread = {
      facts: null,
      pages: null,
      opening: null,
      loading: null,
      failed: null,
      arrived: [],
      newsBehind: 0,
      readers: 0,
      follows: true,
      view: null,
      listeners: new Set(),
    }
    this.threads.set(id, thread)
    return thread
  }

  /** The conversations whose threads are on the screen. */
  get shownIds(): string[] {
    return [...this.threads].filter(([, { readers }]) => readers > 0).map(([id]) => id)
  }

  /** What to draw. Made when it is asked for, so that a thread that was seen before is there with the first drawing. */
  read(id: string): ThreadView {
    const thread = this.threads.get(id)
    if (!thread) return nothingYet
    return (thread.view ??= this.viewOf(id, thread))
  }

  subscribe(id: string, listener: () => void): () => void {
    const { listeners } = this.get(id)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Whether what is held is the place to open at: the end, or where the unread part begins. */
  isReady(id: string): boolean {
    const pages = this.threads.get(id)?.pages
    if (!pages) return false
    if (this.threads.get(id)?.opening) return true
    const conversation = this.conversations.get(id)
    if (!conversation?.unreadCount) return pages.newer === null
    const first = placesOf(pages)[0]
    return pages.older === null || (first !== undefined && first.position <= conversation.readPosition)
  }

  /** Changes a thread and has those who show it draw it again. */
  update(id: string, change: Partial<Thread>): void {
    const thread = this.get(id)
    Object.assign(thread, change)
    this.changed(thread)
  }

  /** Takes in a page's messages, puts the page where it belongs, and then what came in meanwhile. */
  put(id: string, items: Message[], place: (pages: ThreadPages | null) => ThreadPages): void {
    this.keep(items)
    const thread = this.get(id)
    const before = thread.pages
    thread.pages = place(before)
    const { arrived } = thread
    thread.arrived = []
    for (const message of arrived) this.insert(thread, message)
    if (!thread.pages.newer) thread.newsBehind = 0
    this.forgetDropped(before, thread)
    this.changed(thread)
  }

  /** Begins a thread with a page of it, whichever place was asked for. */
  open(id: string, items: Message[], answer: Answer): void {
    this.put(id, items, () => openPages(answer))
    this.update(id, { opening: this.openingOf(id, items) })
  }

  /** Messages as the server has them, in any order; only threads that were opened keep them. */
  apply(messages: Message[]): void {
    const changed = new Set<Thread>()
    const updates: Message[] = []
    for (const message of messages) {
      const thread = this.threads.get(message.conversationId)
      if (!thread) continue
      if (this.messages.get(message.id)) {
        updates.push(message)
        continue
      }
      this.keep([message])
      const before = thread.pages
      this.insert(thread, message)
      this.forgetDropped(before, thread)
      changed.add(thread)
    }
    this.keep(updates)
    for (const thread of changed) this.changed(thread)
  }

  /** Nobody looks at it any more: little is kept, and where it was opened is forgotten. */
  rest(id: string): void {
    const thread = this.threads.get(id)
    if (!thread) return
    // What is not at its end can't be kept in step, and opens elsewhere next time.
    if (!thread.pages || thread.pages.newer) return this.forget(id)
    const before = thread.pages
    Object.assign(thread, { opening: null, loading: null, failed: null, follows: true, view: null })
    thread.pages = keepNewest(thread.pages, restedPages)
    this.forgetDropped(before, thread)
    // The one left last goes last.
    this.threads.delete(id)
    this.threads.set(id, thread)
    const rested = [...this.threads].filter(([, { readers }]) => readers === 0)
    for (const [old] of rested.slice(0, -maxRested)) this.forget(old)
  }

  /** What nobody looks at may have missed something and is loaded again when it is opened. */
  forgetRested(): void {
    for (const [id, { readers }] of this.threads) if (readers === 0) this.forget(id)
  }

  private forget(id: string): void {
    const thread = this.threads.get(id)
    if (!thread) return
    if (thread.pages) this.messages.delete(placesOf(thread.pages).map((place) => place.id))
    this.messages.delete(thread.arrived.map((message) => message.id))
    if (thread.readers === 0 && thread.listeners.size === 0) this.threads.delete(id)
    else this.update(id, { pages: null, opening: null, loading: null, arrived: [], newsBehind: 0 })
  }

  private keep(messages: Message[]): void {
    const latest = new Map<string, Message>()
    for (const message of messages) {
      const known = latest.get(message.id) ?? this.messages.get(message.id)
      latest.set(message.id, known ? mergeMessage(known, message) : message)
    }
    this.messages.set(latest.values())
  }

  private insert(thread: Thread, message: Message): void {
    const pages = thread.pages && insertPlace(thread.pages, message, thread.follows)
    if (pages) {
      thread.pages = pages
      return
    }
    const last = thread.pages?.pages.at(-1)?.places.at(-1)
    const isBehind = last !== undefined && message.position > last.position
    if (thread.pages && isBehind) {
      thread.pages = closeEnd(thread.pages)
      if (message.direction === 'inbound') thread.newsBehind += 1
    }
    // With a page on its way nobody knows yet on which side of it the message lies.
    if (thread.loading) thread.arrived.push(message)
    else this.messages.delete([message.id])
  }

  private forgetDropped(before: ThreadPages | null, thread: Thread): void {
    if (!before || before === thread.pages) return
    const kept = new Set(thread.pages && placesOf(thread.pages).map(({ id }) => id))
    for (const { id } of thread.arrived) kept.add(id)
    this.messages.delete(placesOf(before).flatMap(({ id }) => (kept.has(id) ? [] : [id])))
  }

  private changed(thread: Thread): void {
    thread.view = null
    for (const listener of thread.listeners) listener()
  }

  private viewOf(id: string, thread: Thread): ThreadView {
    const { pages, loading, failed, newsBehind } = thread
    if (!pages || !this.isReady(id)) {
      return failed ? { ...nothingYet, loading, failed } : nothingYet
    }
    const messages = placesOf(pages).flatMap((place) => this.messages.get(place.id) ?? [])
    thread.opening ??= this.openingOf(id, messages)
    return {
      facts: thread.facts,
      messages,
      opening: thread.opening,
      hasOlder: pages.older !== null,
      hasNewer: pages.newer !== null,
      newsBehind,
      loading,
      failed,
    }
  }

  private openingOf(id: string, messages: readonly Message[]): Opening {
    const { unreadCount = 0, readPosition = 0 } = this.conversations.get(id) ?? {}
    const first = messages.find(
      ({ direction, position }) => direction === 'inbound' && position > readPosition,
    )
    return { firstUnreadId: unreadCount > 0 ? (first?.id ?? null) : null, unreadCount, atMs: Date.now() }
  }
}

/** An answer's page as places. */
export const answerOf = (
  items: Message[],
  { nextCursor, newerCursor }: Pick<Answer, 'nextCursor' | 'newerCursor'>,
): Answer => ({ places: items.map(({ id, position }) => ({ id, position })), nextCursor, newerCursor })

export const threads = new ThreadStore(conversations)
