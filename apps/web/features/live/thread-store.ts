import { comparePlaces } from './conversation-order'
import { conversations, mergeMessage, type ConversationStore } from './conversation-store'
import { EntityMap } from './entity-map'
import { isInbound, isNote, type Item } from './thread-item'
import {
  closeEnd,
  insertPlace,
  keepNewest,
  lastOf,
  openPages,
  placesOf,
  type Answer,
  type ThreadPages,
} from './thread-pages'
import {
  newThread,
  noFailures,
  nothingYet,
  partOf,
  type Load,
  type Opening,
  type Thread,
  type ThreadView,
} from './thread-state'

/** How many threads that nobody looks at are kept to be shown at once, and how many pages of each. */
const maxRested = 60
const restedPages = 2

/** The threads that were opened, by conversation, each as places in the one map of messages and notes. */
class ThreadStore {
  readonly items = new EntityMap<Item>()
  private readonly threads = new Map<string, Thread>()
  private gaps = 0

  constructor(private readonly conversations: ConversationStore) {}

  get(id: string): Thread {
    const known = this.threads.get(id)
    if (known) return known
    const thread = newThread()
    this.threads.set(id, thread)
    return thread
  }

  /** The conversations of which something is held. */
  get ids(): Iterable<string> {
    return this.threads.keys()
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

  /** Notes that a load is on its way: what it brings knows of every gap until now. */
  begin(id: string, loading: Load): void {
    const { failed, gap } = this.get(id)
    this.update(id, { loading, failed: { ...failed, [partOf[loading]]: undefined }, gapAsked: gap })
  }

  /** Takes in a page's messages and notes, puts the page where it belongs, and then what came in meanwhile. */
  put(id: string, items: Item[], place: (pages: ThreadPages | null) => ThreadPages): void {
    this.keep(items)
    const thread = this.get(id)
    const { pages: before, arrived, loading } = thread
    thread.pages = place(before)
    const reachesEnd = loading !== 'older' && loading !== 'newer'
    if (reachesEnd && thread.gap === thread.gapAsked) thread.gap = null
    for (const item of items) thread.loose.delete(item.id)
    thread.arrived = []
    for (const message of arrived) this.insert(thread, message, false)
    if (!thread.pages.newer) thread.newsBehind.clear()
    else for (const { id: held } of items) thread.newsBehind.delete(held)
    this.forgetDropped([...items, ...arrived, ...(before ? placesOf(before) : [])], thread)
    this.changed(thread)
  }

  /** Begins a thread with a page of it, whichever place was asked for. */
  open(id: string, items: Item[], answer: Answer): void {
    this.put(id, items, () => openPages(answer))
    this.update(id, { opening: this.openingOf(id, items) })
  }

  /**
   * Messages and notes as the server has them, in any order; only threads that were opened keep them.
   * @param isOwn they answer a request of this screen; else the line told them, and so all that came before them
   */
  apply(items: Item[], isOwn = false): void {
    const here = items.filter(({ conversationId }) => this.threads.has(conversationId))
    const turned = here.filter((item) => isGone(item) !== isGone(this.items.get(item.id)))
    this.keep(here)
    const befores = new Map<Thread, Thread['pages']>()
    for (const message of here) {
      const thread = this.get(message.conversationId)
      const { pages } = thread
      const news = thread.newsBehind.size
      if (!isOwn) thread.loose.delete(message.id)
      const isPlaced = this.insert(thread, message, isOwn)
      // With a page on its way nobody knows yet on which side of it the message lies, or it takes the others' place.
      const waits = thread.loading && (!isPlaced || thread.loading === 'open')
      if (waits && !thread.arrived.some(({ id }) => id === message.id)) thread.arrived.push(message)
      if (!waits && !isPlaced) this.items.delete([message.id])
      const isSame = thread.pages === pages && thread.newsBehind.size === news
      if (!isSame && !befores.has(thread)) befores.set(thread, pages)
    }
    // What is deleted, or brought back, keeps its place, and is drawn there no more, or again.
    for (const { conversationId } of turned) {
      const thread = this.get(conversationId)
      if (!befores.has(thread)) befores.set(thread, thread.pages)
    }
    for (const [thread, before] of befores) {
      this.forgetDropped(before ? placesOf(before) : [], thread)
      this.changed(thread)
    }
  }

  /** Nobody looks at it any more: little is kept, and where it was opened is forgotten. */
  rest(id: string): void {
    const thread = this.threads.get(id)
    if (!thread) return
    // What is not at its end, or was not brought up to date, can't be kept in step, and opens anew next time.
    const isStale = thread.gap !== null || thread.loading === 'reload' || thread.failed.whole
    if (!thread.pages || thread.pages.newer || isStale) return this.forget(id)
    const before = thread.pages
    Object.assign(thread, { opening: null, loading: null, failed: noFailures, follows: true, view: null })
    thread.pages = keepNewest(thread.pages, restedPages)
    this.forgetDropped(placesOf(before), thread)
    // The one left last goes last.
    this.threads.delete(id)
    this.threads.set(id, thread)
    const rested = [...this.threads].filter(([, { readers }]) => readers === 0)
    for (const [old] of rested.slice(0, -maxRested)) this.forget(old)
  }

  /** Too much was missed to be told: no end goes on until it is loaded again, and what nobody looks at is forgotten. */
  fallBehind(): void {
    this.gaps += 1
    for (const [id, thread] of this.threads) {
      if (thread.readers === 0) this.forget(id)
      else thread.gap = this.gaps
    }
  }

  private forget(id: string): void {
    const thread = this.threads.get(id)
    if (!thread) return
    if (thread.pages) this.items.delete(placesOf(thread.pages).map((place) => place.id))
    this.items.delete(thread.arrived.map((message) => message.id))
    if (thread.readers === 0 && thread.listeners.size === 0) this.threads.delete(id)
    else this.update(id, { ...newThread(), readers: thread.readers, listeners: thread.listeners })
  }

  private keep(items: Item[]): void {
    const latest = new Map<string, Item>()
    for (const item of items) {
      const known = latest.get(item.id) ?? this.items.get(item.id)
      latest.set(item.id, known ? mergeMessage(known, item) : item)
    }
    this.items.set(latest.values())
  }

  /** @returns whether it has a place in what is held */
  private insert(thread: Thread, message: Item, isOwn: boolean): boolean {
    const { pages } = thread
    if (!pages) return false
    const last = lastOf(pages)
    const isBehind = last !== undefined && comparePlaces(message, last) > 0
    // What somebody just sent must not vanish from their eyes until the gap before it is closed.
    const isHeldBack = isBehind && thread.gap !== null && !isOwn
    const next = isHeldBack ? null : insertPlace(pages, message, thread.follows)
    if (next) {
      if (isOwn && isBehind) thread.loose.add(message.id)
      thread.pages = next
      return true
    }
    // The load that closes the gap brings it, if it does not wait for that load.
    if (!isBehind || isHeldBack) return false
    thread.pages = closeEnd(pages)
    if (isInbound(message)) thread.newsBehind.add(message.id)
    return false
  }

  /** Of these, only what has a place or waits for one is kept. */
  private forgetDropped(these: { id: string }[], thread: Thread): void {
    const kept = new Set(thread.pages && placesOf(thread.pages).map(({ id }) => id))
    for (const { id } of thread.arrived) kept.add(id)
    this.items.delete(these.flatMap(({ id }) => (kept.has(id) ? [] : [id])))
  }

  private changed(thread: Thread): void {
    thread.view = null
    for (const listener of thread.listeners) listener()
  }

  private viewOf(id: string, thread: Thread): ThreadView {
    const { pages, loading, failed } = thread
    if (!pages || !this.isReady(id)) {
      return failed.whole ? { ...nothingYet, loading, failed } : nothingYet
    }
    const items = placesOf(pages).flatMap((place) => this.items.get(place.id) ?? [])
    thread.opening ??= this.openingOf(id, items)
    return {
      facts: thread.facts,
      items,
      opening: thread.opening,
      hasOlder: pages.older !== null,
      hasNewer: pages.newer !== null,
      newsBehind: thread.newsBehind.size,
      loading,
      failed,
    }
  }

  private openingOf(id: string, items: readonly Item[]): Opening {
    const { unreadCount = 0, readPosition = 0 } = this.conversations.get(id) ?? {}
    const first = items.find((item) => isInbound(item) && item.position > readPosition)
    return { firstUnreadId: unreadCount > 0 ? (first?.id ?? null) : null, unreadCount, atMs: Date.now() }
  }
}

const isGone = (item: Item | undefined) => item !== undefined && isNote(item) && item.deletedAt !== null

/** An answer's page as places. */
export const answerOf = (
  items: Item[],
  { nextCursor, newerCursor }: Pick<Answer, 'nextCursor' | 'newerCursor'>,
): Answer => ({ places: items.map(({ id, position }) => ({ id, position })), nextCursor, newerCursor })

export const threads = new ThreadStore(conversations)
