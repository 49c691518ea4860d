import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { QueryClient } from '@tanstack/react-query'
import { ask } from './ask'
import type { ConversationStore } from './conversation-store'

const firstOfAll = '/api/v1/messaging/conversations?limit=1'
/** For so long after an answer the stream may still tell of what was in it. */
const settleMs = 2_000
/** What else comes meanwhile is asked for together. */
const soonMs = 3_000
/** Windows come to their last two hours without any event. */
const usualMs = 10 * 60_000

/**
 * Keeps what the first page tells of the whole inbox: how many are unread, how many wait, and whose window closes. The
 * stream tells what becomes of it; it is asked for again when that was of a conversation that was counted unseen, or
 * came so close to an answer that it may be in it or not.
 */
export class ConversationOverview {
  private client: QueryClient | null = null
  private unsureUntilMs = 0
  private timer?: ReturnType<typeof setTimeout> | undefined
  private dueMs = 0

  constructor(private readonly store: ConversationStore) {
    store.onRecount = (isUnheardOf) => {
      if (isUnheardOf || Date.now() < this.unsureUntilMs) this.renewIn(soonMs)
    }
  }

  /** Takes in a page of the list, whichever it is. */
  take(client: QueryClient, page: ConversationPage): void {
    this.store.applyPage(page)
    if (!page.overview) return
    this.client = client
    this.unsureUntilMs = Date.now() + settleMs
    this.renewIn(usualMs)
  }

  /** Nobody looks any more. */
  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private renewIn(ms: number): void {
    const { client } = this
    if (!client || (this.timer && this.dueMs <= Date.now() + ms)) return
    this.stop()
    this.dueMs = Date.now() + ms
    this.timer = setTimeout(() => void this.renew(client), ms)
  }

  private async renew(client: QueryClient): Promise<void> {
    this.timer = undefined
    this.unsureUntilMs = Infinity
    try {
      this.take(client, await ask<ConversationPage>(client, firstOfAll))
    } catch (error) {
      console.warn('It is not known how many wait.', error)
      this.unsureUntilMs = 0
      this.renewIn(usualMs)
    }
  }
}
