import { Clock } from './clock.js'
import { Receipts } from './deliver/receipts.js'
import { Events } from './events.js'
import { Exchanges } from './exchanges.js'
import { Faults } from './faults.js'
import { MediaShelf } from './media.js'
import { Store } from './store.js'
import { Templates } from './templates.js'

/** The parts every route works with. */
export interface Simulator {
  store: Store
  templates: Templates
  clock: Clock
  events: Events
  faults: Faults
  media: MediaShelf
  exchanges: Exchanges
  receipts: Receipts
}

/** A fresh simulator: six people, no account, real time. */
export function createSimulator(options: { autoReceipts: boolean }): Simulator {
  const events = new Events()
  const clock = new Clock()
  const parts = {
    store: new Store(events),
    templates: new Templates(clock, events),
    clock,
    events,
    faults: new Faults(),
    media: new MediaShelf(),
    exchanges: new Exchanges(),
  }
  return { ...parts, receipts: new Receipts(parts, options.autoReceipts ? 'auto' : 'manual') }
}
