import type { Customer, Delivery, Message } from '../model.js'
import { fireStatus, type CallbackParts, type StatusEvent } from './callbacks.js'

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
  accepted(message: Message): void {
    const { sentAfterMs, deliveredAfterMs } = this.settings
    const refusal = this.#refusalOf(message)
    if (refusal !== undefined) {
      this.#later(sentAfterMs, message, { status: 'failed', errorCode: refusal })
      return
    }
    if (this.settings.mode === 'manual') return
    this.#later(sentAfterMs, message, { status: 'sent' })
    this.#parts.clock.after(deliveredAfterMs, () => void this.deliver(message))
  }

  /** The message reaches the phone, unless that is off. */
  async deliver(message: Message): Promise<void> {
    if (message.status === 'delivered' || message.status === 'read') return
    if (this.#customerOf(message)?.phoneOff === true) return
    await this.#fire(message, { status: 'delivered' })
    const { mode, readAfterMs } = this.settings
    if (mode === 'auto' && readAfterMs !== null) {
      this.#parts.clock.after(readAfterMs, () => void this.read(message))
    }
  }

  /** The customer looks at it. Whoever switched read receipts off tells nobody. */
  async read(message: Message): Promise<Delivery | undefined> {
    const customer = this.#customerOf(message)
    if (customer?.phoneOff === true || message.status === 'failed') return undefined
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
      const waits = message.direction === 'outbound' && message.status === 'sent'
      if (waits && message.customerId === customer.id && this.settings.mode === 'auto')
        void this.deliver(message)
    }
  }

  /** Goes on with what the last process had begun. */
  resume(): void {
    for (const message of this.#parts.store.messages) {
      if (message.direction !== 'outbound') continue
      if (message.status === 'accepted' || message.status === 'queued') this.accepted(message)
      else if (message.status === 'sent' && this.settings.mode === 'auto') void this.deliver(message)
    }
  }

  /** Outside the 24 hours only a template passes; Twilio accepts the rest and fails it afterwards (63016). */
  #refusalOf(message: Message): number | undefined {
    if (message.plannedErrorCode !== null) return message.plannedErrorCode
    const { store, clock } = this.#parts
    const open = store.windowOpen(message.accountSid, message.from, message.to, clock.now())
    return open || message.template ? undefined : 63016
  }

  #customerOf(message: Message): Customer | undefined {
    return message.customerId === null ? undefined : this.#parts.store.customers.get(message.customerId)
  }

  #later(delayMs: number, message: Message, event: StatusEvent): void {
    this.#parts.clock.after(delayMs, () => void this.#fire(message, event))
  }

  #fire(message: Message, event: StatusEvent): Promise<Delivery | undefined> {
    return fireStatus(this.#parts, message, event)
  }
}
