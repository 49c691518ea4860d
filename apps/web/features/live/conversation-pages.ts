import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { QueryClient } from '@tanstack/react-query'
import { ask } from './ask'
import { comparePlaces, type Place } from './conversation-order'
import { conversations, type ConversationStore } from './conversation-store'
import { noteAnswer } from './heard'

const address = '/api/v1/messaging/conversations'
/** How many are loaded again at once after too much was missed. */
const reloadLimit = 200

export interface ConversationIds {
  /** Newest first; another array whenever one of them is new or got a newer message. */
  ids: readonly string[]
  hasMore: boolean
  /** Nothing was loaded yet, and something is on its way. */
  isLoading: boolean
  error: Error | null
}

const nothingYet: ConversationIds = { ids: [], hasMore: false, isLoading: true, error: null }

/**
 * Which conversations are listed: all that are known down to the last of the pages that were loaded. Since events write
 * into the store and not into pages, none is lost while a page is on its way.
 */
export class ConversationPages {
  private snapshot = nothingYet
  /** The last of the last page; null before the first page, and once there is no more. */
  private last: Place | null = null
  private cursor: string | null = null
  /** What of the store the snapshot shows. */
  private shownStand = ''
  private isOpen = false
  private isAsking = false
  private error: Error | null = null
  private readonly listeners = new Set<() => void>()

  constructor(private readonly store: ConversationStore) {
    store.subscribeAll(() => {
      if (this.isOpen) this.show()
    })
  }

  read = (): ConversationIds => this.snapshot

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

  /** Too much was missed to be told: loads again what is listed, and takes nothing away meanwhile or after. */
  async reload(client: QueryClient): Promise<void> {
    if (!this.isOpen) return
    let cursor: string | null = null
    do {
      const page: ConversationPage = await ask<ConversationPage>(client, pathOf(cursor, reloadLimit))
      this.store.apply(page.items)
      cursor = page.nextCursor
      const end = lastOf(page)
      if (this.last && end && comparePlaces(end, this.last) <= 0) return
    } while (cursor)
  }

  private async load(client: QueryClient): Promise<void> {
    if (this.isAsking) return
    this.isAsking = true
    this.show()
    try {
      const page = await ask<ConversationPage>(client, pathOf(this.cursor, 50))
      noteAnswer(page.eventId)
      this.isOpen = true
      this.cursor = page.nextCursor
      this.last = page.nextCursor ? lastOf(page) : null
      this.store.apply(page.items)
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error))
    } finally {
      this.isAsking = false
      this.show()
    }
  }

  private show(): void {
    const { snapshot, error, store } = this
    const stand = `${store.orderVersion} ${this.last?.id}`
    const next = {
      ids: this.isOpen && stand !== this.shownStand ? store.idsDownTo(this.last) : snapshot.ids,
      hasMore: this.isOpen && this.cursor !== null,
      isLoading: !this.isOpen && error === null,
      error,
    }
    const isSame = next.ids === snapshot.ids && next.hasMore === snapshot.hasMore
    if (isSame && next.isLoading === snapshot.isLoading && next.error === snapshot.error) return
    if (this.isOpen) this.shownStand = stand
    this.snapshot = next
    for (const listener of this.listeners) listener()
  }
}

function lastOf({ items }: ConversationPage): Place | null {
  const last = items.at(-1)
  return last ? { id: last.id, position: last.lastMessage?.position ?? -1 } : null
}

function pathOf(cursor: string | null, limit: number) {
  return `${address}?limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
}

/** The lists of this page, by filter; there is one today. */
export const conversationPages = { all: new ConversationPages(conversations) }
