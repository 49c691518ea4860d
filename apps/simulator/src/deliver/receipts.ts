import type { Customer, Delivery, OutboundMessage, PlannedFailure } from '../model.js'
import { awaitedUrl } from '../content.js'
import { fireStatus, type CallbackParts, type StatusEvent } from './callbacks.js'
import { fetchMedia } from './fetch-media.js'
import { refusalOfTemplate } from './fill-template.js'

/** How the phones behave by themselves. */
export interface ReceiptSettings {
  mode: 'auto' | 'manual'
  /** After the message was accepted. */
  sentAfterMs: number
  deliveredAfterMs: number
  /** After it was delivered; null leaves reading to whoever opens the chat. */
  readAfterMs: number | null
}

/** The life of an accepted message: sent, delivered, read, or refused. */
export class Receipts {
  settings: ReceiptSettings
  readonly #parts: CallbackParts
  readonly #defaults: ReceiptSettings

  constructor(parts: CallbackParts, mode: ReceiptSettings['mode']) {
    this.#parts = parts
    this.#defaults = { mode, sentAfterMs: 150, deliveredAfterMs: 600, readAfterMs: null }
    this.settings = { ...this.#defaults }
  }

  reset(): void {
    this.settings = { ...this.#defaults }
  }

  /** Starts the life of a message that Twilio has just accepted. */
  accepted(message: OutboundMessage): void {
    if (message.status === 'scheduled') {
      this.#waitFor(message)
      return
    }
    const refusal = this.#refusalOf(message)
    if (refusal !== undefined) {
      this.#later(this.settings.sentAfterMs, message, refusal)
      return
    }
    if (awaitedUrl(message.content) !== undefined) void this.#fetch(message)
    else this.#leave(message)
  }

  /** The message reaches the phone, unless that is off. */
  async deliver(message: OutboundMessage): Promise<void> {
    if (message.status === 'delivered' || message.status === 'read') return
    if (this.#customerOf(message)?.phoneOff === true) return
    await this.#fire(message, { status: 'delivered' })
    const { mode, readAfterMs } = this.settings
    if (mode === 'auto' && readAfterMs !== null) {
      this.#parts.clock.after(readAfterMs, () => void this.read(message))
    }
  }

  /** The customer looks at it. Whoever switched read receipts off tells nobody. */
  async read(message: OutboundMessage): Promise<Delivery | undefined> {
    const customer = this.#customerOf(message)
    if (customer?.phoneOff === true || ['failed', 'undelivered'].includes(message.status)) return undefined
    // Seen first: a second call while the callbacks are under way must not send a second receipt.
    const again = message.seen
    message.seen = true
    if (again) return undefined
    // Nobody reads what has not arrived.
    if (message.status !== 'delivered' && message.status !== 'read')
      await this.#fire(message, { status: 'delivered' })
    if (customer?.readReceipts === false) {
      this.#parts.store.touched(message)
      return undefined
    }
    return this.#fire(message, { status: 'read' })
  }

  /** A phone that was off comes back: what waited for it arrives. */
  phoneBackOn(customer: Customer): void {
    for (const message of this.#parts.store.messages) {
      if (message.direction === 'inbound' || message.customerId !== customer.id) continue
      if (message.status === 'sent' && this.settings.mode === 'auto') void this.deliver(message)
    }
  }

  /** Goes on with what the last process had begun. */
  resume(): void {
    for (const message of this.#parts.store.messages) {
      if (message.direction === 'inbound') continue
      if (['scheduled', 'accepted', 'queued'].includes(message.status)) this.accepted(message)
      else if (message.status === 'sent' && this.settings.mode === 'auto') void this.deliver(message)
    }
  }

  /** A scheduled message begins to leave at its time, unless it was called off. */
  #waitFor(message: OutboundMessage): void {
    const { clock, store } = this.#parts
    clock.after((message.sendAtMs ?? 0) - clock.now(), () => {
      if (message.status !== 'scheduled') return
      // No timer of Node's is set for more than 24 days.
      if (clock.now() < (message.sendAtMs ?? 0)) {
        this.#waitFor(message)
        return
      }
      message.status = 'queued'
      store.touched(message)
      this.accepted(message)
    })
  }

  /** Twilio has a message's file before the message leaves, and ends one whose file it can't have. */
  async #fetch(message: OutboundMessage): Promise<void> {
    const errorCode = await fetchMedia(this.#parts, message)
    // Everything may have started over meanwhile.
    if (this.#parts.store.message(message.accountSid, message.sid) !== message) return
    if (errorCode === undefined) this.#leave(message)
    else this.#later(this.settings.sentAfterMs, message, { status: 'undelivered', errorCode })
  }

  /** What becomes of a message that nothing speaks against, where the phones behave by themselves. */
  #leave(message: OutboundMessage): void {
    const { mode, sentAfterMs, deliveredAfterMs } = this.settings
    if (mode === 'manual') return
    this.#later(sentAfterMs, message, { status: 'sent' })
    this.#parts.clock.after(deliveredAfterMs, () => void this.deliver(message))
  }

  /** Outside the 24 hours only a template passes; Twilio accepts the rest and fails it afterwards (63016). */
  #refusalOf(message: OutboundMessage): PlannedFailure | undefined {
    if (message.planned !== null) return message.planned
    const { store, clock, templates } = this.#parts
    const { accountSid, content } = message
    const open = store.windowOpen(accountSid, message.from, message.to, clock.now())
    const errorCode =
      content.kind === 'template'
        ? refusalOfTemplate(templates.find(accountSid, content.contentSid), content.variables, open)
        : open
          ? undefined
          : 63016
    return errorCode === undefined ? undefined : { status: 'failed', errorCode }
  }

  #customerOf(message: OutboundMessage): Customer | undefined {
    return message.customerId === null ? undefined : this.#parts.store.customers.get(message.customerId)
  }

  #later(delayMs: number, message: OutboundMessage, event: StatusEvent): void {
    this.#parts.clock.after(delayMs, () => void this.#fire(message, event))
  }

  #fire(message: OutboundMessage, event: StatusEvent): Promise<Delivery | undefined> {
    return fireStatus(this.#parts, message, event)
  }
}
