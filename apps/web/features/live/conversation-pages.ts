import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { QueryClient } from '@tanstack/react-query'
import { ask } from './ask'
import { compareIn, filterOf, labelOf, placeIn, type ListName } from './conversation-filters'
import type { Place } from './conversation-order'
import { ConversationOverview } from './conversation-overview'
import { conversations, type ConversationStore } from './conversation-store'
import { noteAnswer } from './heard'

const address = '/api/v1/messaging/conversations'
/** How many are loaded again at once after too much was missed. */
const reloadLimit = 200
/** How many in all; the rest of a longer list, which takes long to scroll to, is loaded page by page once more. */
const maxReloaded = 1_000

export interface ConversationIds {
  /** In the order of the list; another array whenever one of them came, went or moved. */
  ids: readonly string[]
  /** What else is known, further down than the list goes so far. */
  further: readonly string[]
  hasMore: boolean
  /** Nothing was loaded yet, and something is on its way. */
  isLoading: boolean
  error: Error | null
}

const nothingYet: ConversationIds = { ids: [], further: [], hasMore: false, isLoading: true, error: null }

/**
 * Which conversations are listed: all that are known down to the last of the pages that were loaded. Since events write
 * into the store and not into pages, none is lost while a page is on its way.
 */
export class ConversationPages {
  private snapshot = nothingYet
  /** The last of the last page; null before the first page, and once there is no more. */
  private last: Place | null = null
  private cursor: string | null = null
  /** What of the store the snapshot shows, and without what only went. */
  private shownStand = ''
  private shownMoves = ''
  private isOpen = false
  private isAsking = false
  private reloads = 0
  private error: Error | null = null
  private readonly listeners = new Set<() => void>()

  constructor(
    private readonly store: ConversationStore,
    private readonly overview = new ConversationOverview(store),
    private readonly filter: ListName = 'all',
  ) {
    store.subscribeAll(() => {
      if (this.isOpen) this.show()
    })
  }

  read = (): ConversationIds => this.snapshot

  /** Whether an answer is on its way: what was told since it was asked for may be newer. */
  get isWaiting(): boolean {
    return this.isAsking || this.reloads > 0
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Loads the first page, once. After a failure it waits for `retry`. */
  open(client: QueryClient): void {
    if (!this.isOpen && !this.error) void this.load(client)
  }

  /** Loads the next page; it may be called often and must bear that. */
  loadMore(client: QueryClient): void {
    if (this.isOpen && this.cursor && !this.error) void this.load(client)
  }

  retry(client: QueryClient): void {
    this.error = null
    void this.load(client)
  }

  /**
   * Too much was missed to be told: loads again what is listed. What is not in the answer, though it was listed, has
   * become something that nobody told: it is forgotten. What nobody looks at is loaded when it is opened again.
   * @param isNeeded what must not be forgotten
   * @returns the ids of what is needed, and may not be what it was
   */
  async reload(client: QueryClient, isNeeded: (id: string) => boolean = () => false): Promise<string[]> {
    if (!this.isOpen) return []
    if (this.filter !== 'all' && this.listeners.size === 0) {
      this.close()
      return []
    }
    const before = new Map(this.snapshot.ids.map((id) => [id, this.store.get(id)]))
    const answered = new Set<string>()
    this.reloads += 1
    try {
      let cursor: string | null = null
      do {
        const path = this.pathOf(cursor, reloadLimit)
        const page: ConversationPage = await ask<ConversationPage>(client, path)
        this.overview.take(client, page)
        for (const { id } of page.items) answered.add(id)
        cursor = page.nextCursor
        const end = this.lastOf(page)
        if (this.last && end && compareIn(this.filter)(end, this.last) <= 0) break
        if (cursor && answered.size >= maxReloaded) {
          this.cursor = cursor
          this.last = end
          this.show()
          break
        }
      } while (cursor)
    } finally {
      this.reloads -= 1
    }
    // By the clock a window may close here that does not there.
    if (this.filter === 'closing') return []
    const silent = [...before].flatMap(([id, was]) =>
      answered.has(id) || this.store.get(id) !== was ? [] : [id],
    )
    this.store.forget(silent.filter((id) => !isNeeded(id)))
    return silent.filter(isNeeded)
  }

  private close(): void {
    this.isOpen = false
    this.cursor = this.last = null
    this.shownStand = this.shownMoves = ''
    this.snapshot = nothingYet
  }

  private async load(client: QueryClient): Promise<void> {
    if (this.isAsking) return
    this.isAsking = true
    this.show()
    try {
      const from = this.cursor
      const page = await ask<ConversationPage>(client, this.pathOf(from, 50))
      noteAnswer(page.eventId)
      this.isOpen = true
      // A reload may have cut the list short meanwhile: then this page lies beyond its end.
      if (this.cursor === from) {
        this.cursor = page.nextCursor
        this.last = page.nextCursor ? this.lastOf(page) : null
      }
      this.overview.take(client, page)
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error))
    } finally {
      this.isAsking = false
      this.show()
    }
  }

  private show(): void {
    const { snapshot, error } = this
    const list = this.store.list(this.filter)
    const moves = `${list.moves} ${this.last?.id}`
    const stand = `${moves} ${list.drops}`
    const isMoved = this.isOpen && stand !== this.shownStand
    const orShown = (shown: readonly string[], ids: readonly string[]) =>
      moves === this.shownMoves && ids.length === shown.length ? shown : ids
    const next = {
      ids: isMoved ? orShown(snapshot.ids, list.downTo(this.last)) : snapshot.ids,
      further: isMoved ? orShown(snapshot.further, list.below(this.last)) : snapshot.further,
      hasMore: this.isOpen && this.cursor !== null,
      isLoading: !this.isOpen && error === null,
      error,
    }
    const isSame = next.ids === snapshot.ids && next.further === snapshot.further
    if (this.isOpen) [this.shownStand, this.shownMoves] = [stand, moves]
    const { hasMore, isLoading } = snapshot
    if (isSame && next.hasMore === hasMore && next.isLoading === isLoading && next.error === snapshot.error)
      return
    this.snapshot = next
    for (const listener of this.listeners) listener()
  }

  private lastOf({ items }: ConversationPage): Place | null {
    const last = items.at(-1)
    return last ? placeIn(this.filter, last) : null
  }

  private pathOf(cursor: string | null, limit: number): string {
    const [label, filter] = [labelOf(this.filter), filterOf(this.filter)]
    const of = `${label ? `&label=${label}` : ''}${filter === 'all' ? '' : `&filter=${filter}`}`
    return `${address}?limit=${limit}${of}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
  }
}

export const conversationOverview = new ConversationOverview(conversations)

const lists = new Map<ListName, ConversationPages>()

/** A list of this page. */
export function pagesOf(list: ListName): ConversationPages {
  const known = lists.get(list)
  if (known) return known
  const pages = new ConversationPages(conversations, conversationOverview, list)
  lists.set(list, pages)
  return pages
}

/** The lists that somebody has looked at. */
export const allPages = () => [...lists.values()]
