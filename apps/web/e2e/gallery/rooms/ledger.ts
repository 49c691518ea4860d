import type { Ledger, LedgerEntry } from '@cloudpa/contracts/ledger'
import type { Desk } from '../../desk.js'
import { answer, byId, fail, openThread, overlay, visible } from '../reach.js'
import type { Room } from '../state.js'
import type { Town } from '../town.js'

const asksForLedger = /\/messages\/[\da-f-]{36}\/ledger$/

const step = (second: number, kind: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  at: new Date(Date.UTC(2026, 10, 20, 14, 3, second)).toISOString(),
  kind,
  waitedMs: null,
  status: null,
  code: null,
  count: null,
  by: null,
  ...more,
})

/** A reply that took a second try, and did not arrive. */
const ledger: Ledger = {
  messageId: '0193a6f0-7c1e-7d52-9c0f-5a2b8e6d4c10',
  direction: 'outbound',
  sid: 'SM5f0c2b7d9e4a4d0f8c3b1a6e7d9f2c41',
  accountSid: 'AC7b1e9d3c5a2f4e8db6c0f1a2d3e4b5c6',
  price: { amount: '-0.0053', currency: 'USD' },
  readHere: null,
  entries: [
    step(0, 'written', { by: 'Marisol Vega' }),
    step(1, 'attempt', { count: 1 }),
    step(4, 'attempt', { count: 2 }),
    step(5, 'taken'),
    step(6, 'report', { status: 'sent', waitedMs: 3 }),
    step(9, 'report', { status: 'failed', waitedMs: 41, code: '63024' }),
    step(58, 'asked', { count: 1 }),
  ],
}

/** Asks what became of the last message of a thread: its button comes once nobody waits for anything else, and goes with the keyboard. */
async function ask(desk: Desk, town: Town): Promise<void> {
  await openThread(desk, town, 'María López')
  await desk.page.waitForFunction(
    ({ message, button, over }) => {
      const isOpen = document.querySelector(over) !== null
      if (!isOpen) {
        const last = [...document.querySelectorAll<HTMLElement>(message)].at(-1)
        document.querySelector<HTMLElement>(':focus')?.blur()
        last?.focus({ preventScroll: true })
        document.querySelector<HTMLElement>(button)?.click()
      }
      return isOpen
    },
    { message: byId('message'), button: byId('open-ledger'), over: overlay },
  )
  await visible(desk.page, overlay)
}

/** What became of a message. */
export const ledgers: Room = {
  name: 'ledger',
  states: [
    {
      name: 'steps',
      shows: 'What became of a message',
      as: 'owner',
      reach: async (desk, town) => {
        await answer(desk.page, asksForLedger, ledger)
        await ask(desk, town)
        await visible(desk.page, byId('ledger'))
      },
    },
    {
      name: 'error',
      shows: 'What became of a message, could not be loaded',
      as: 'owner',
      reach: async (desk, town) => {
        await fail(desk.page, asksForLedger)
        await ask(desk, town)
        await visible(desk.page, '[role="dialog"] [role="alert"]')
      },
    },
  ],
}
