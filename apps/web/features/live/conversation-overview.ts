import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { QueryClient } from '@tanstack/react-query'
import { ask } from './ask'
import type { ConversationStore } from './conversation-store'

const firstOfAll = '/api/v1/messaging/conversations?limit=1'
/** For so long after an answer the stream may still tell of what was in it. */
const settleMs = 2_000
/** What else comes meanwhile is asked for together. Screens that hear of it at one moment don't all ask at one, either. */
const atOnce = { least: 0, spread: 0 }
const soonMs = { least: 3_000, spread: 5_000 }
/** Windows come to their last two hours without any event. */
const usualMs = { least: 10 * 60_000, spread: 2 * 60_000 }

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

  /** What is counted may be something else: somebody has saved a view, or deleted one. */
  renewSoon(): void {
    this.renewIn(soonMs)
  }

  /** The same where one did so oneself, and looks at it. */
  renewNow(): void {
    this.renewIn(atOnce)
  }

  /** Nobody looks any more. */
  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private renewIn({ least, spread }: typeof soonMs): void {
    const { client } = this
    // Drawn anew for each event, the earliest moment would win, and that on every screen.
    if (!client || (this.timer && this.dueMs <= Date.now() + least + spread)) return
    this.stop()
    const ms = least + Math.random() * spread
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
