import type { Message } from './model.js'

/** Something that an open phone page or a waiting test wants to know. */
export type SimulatorEvent =
  | { kind: 'message'; message: Message }
  /** The business types an answer; shown until then, or until the answer comes. */
  | { kind: 'typing'; accountSid: string; customerId: string; number: string; until: string }
  | { kind: 'customers' }
  | { kind: 'accounts' }
  | { kind: 'templates' }
  | { kind: 'clock' }
  | { kind: 'faults' }
  | { kind: 'receipts' }
  | { kind: 'reset' }

type Listener = (event: SimulatorEvent) => void

/** Tells everyone in this process who listens. */
export class Events {
  readonly #listeners = new Set<Listener>()

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: SimulatorEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
