import { builtInCustomers } from './customers.js'
import type { Events } from './events.js'
import { addressesOf, type Account, type AccountNumber, type Customer, type Message } from './model.js'

/** The part of the state that outlives the process. */
export interface SavedState {
  version: 3
  accounts: Account[]
  customers: Customer[]
  messages: Message[]
  /** When each customer address last wrote to each number of an account. */
  windows: [key: string, lastInboundAtMs: number][]
  invented: number
  helloCount: number
}

/** WhatsApp lets a business write free text for 24 hours after the customer's last message (TWILIO.md §6). */
const windowMs = 24 * 60 * 60 * 1000

const messageLimit = 100_000
/** A phone needs its recent past after a restart, not the whole of a load run. */
const savedMessages = 2000

/** Everything the simulator knows, in memory, with the look-ups that its routes need. */
export class Store {
  readonly accounts = new Map<string, Account>()
  readonly customers = new Map<string, Customer>()
  messages: Message[] = []
  invented = 0
  helloCount = 0
  readonly #bySid = new Map<string, Message>()
  readonly #byAddress = new Map<string, Customer>()
  readonly #windows = new Map<string, number>()
  readonly #events: Events
  /** Called after every change; persistence hooks in here. */
  onChange: () => void = () => {}

  constructor(events: Events) {
    this.#events = events
    for (const customer of builtInCustomers()) this.#indexCustomer(customer)
  }

  saveAccount(account: Account): void {
    this.accounts.set(account.sid, account)
    this.#events.emit({ kind: 'accounts' })
    this.onChange()
  }

  deleteAccount(sid: string): boolean {
    const known = this.accounts.delete(sid)
    if (known) this.#events.emit({ kind: 'accounts' })
    this.onChange()
    return known
  }

  /** Every registered number that fits; the sandbox number may belong to several accounts. */
  findNumbers(filter: {
    accountSid?: string
    number?: string
  }): { account: Account; number: AccountNumber }[] {
    return [...this.accounts.values()]
      .filter((account) => filter.accountSid === undefined || account.sid === filter.accountSid)
      .flatMap((account) => account.numbers.map((number) => ({ account, number })))
      .filter(({ number }) => filter.number === undefined || number.number === filter.number)
  }

  customerAt(address: string): Customer | undefined {
    return this.#byAddress.get(address)
  }

  saveCustomer(customer: Customer): void {
    this.#indexCustomer(customer)
    this.#events.emit({ kind: 'customers' })
    this.onChange()
  }

  addMessage(message: Message): void {
    this.#insert(message)
    const key = `${message.accountSid}/${message.sid}`
    // A repeated sid is a test of the product: Twilio's own resource stays the first one.
    if (!this.#bySid.has(key)) this.#bySid.set(key, message)
    if (this.messages.length > messageLimit) this.#forgetOldest(messageLimit / 10)
    this.touched(message)
  }

  /** To be called after a message changed. */
  touched(message: Message): void {
    this.#events.emit({ kind: 'message', message })
    this.onChange()
  }

  message(accountSid: string, sid: string): Message | undefined {
    return this.#bySid.get(`${accountSid}/${sid}`)
  }

  /** The message with this sid in any account, for the control API. */
  anyMessage(sid: string): Message | undefined {
    for (const accountSid of this.accounts.keys()) {
      const found = this.message(accountSid, sid)
      if (found !== undefined) return found
    }
    return undefined
  }

  noteInbound(accountSid: string, number: string, address: string, atMs: number): void {
    const customer = this.customerAt(address)
    // Somebody known by number and user id has one window, whichever address a reply goes to.
    const addresses = customer === undefined ? [address] : addressesOf(customer)
    for (const each of addresses) {
      const key = `${accountSid}|${number}|${each}`
      // What is told of late closes nothing.
      this.#windows.set(key, Math.max(atMs, this.#windows.get(key) ?? 0))
    }
  }

  windowOpen(accountSid: string, number: string, address: string, nowMs: number): boolean {
    const lastInboundAtMs = this.#windows.get(`${accountSid}|${number}|${address}`)
    return lastInboundAtMs !== undefined && nowMs - lastInboundAtMs < windowMs
  }

  /** Back to the six built-in people; the registered accounts stay unless they are to go as well. */
  reset(alsoAccounts: boolean): void {
    if (alsoAccounts) this.accounts.clear()
    this.customers.clear()
    this.#byAddress.clear()
    this.#bySid.clear()
    this.#windows.clear()
    this.messages = []
    this.invented = 0
    this.helloCount = 0
    for (const customer of builtInCustomers()) this.#indexCustomer(customer)
    this.#events.emit({ kind: 'reset' })
    this.onChange()
  }

  save(): SavedState {
    return {
      version: 3,
      accounts: [...this.accounts.values()],
      customers: [...this.customers.values()],
      messages: this.messages.slice(-savedMessages),
      windows: [...this.#windows],
      invented: this.invented,
      helloCount: this.helloCount,
    }
  }

  load(saved: SavedState): void {
    for (const account of saved.accounts) this.accounts.set(account.sid, account)
    for (const customer of saved.customers) this.#indexCustomer(customer)
    for (const message of saved.messages) this.addMessage(message)
    for (const [key, atMs] of saved.windows) this.#windows.set(key, atMs)
    this.invented = saved.invented
    this.helloCount = saved.helloCount
  }

  #indexCustomer(customer: Customer): void {
    this.customers.set(customer.id, customer)
    for (const address of addressesOf(customer)) this.#byAddress.set(address, customer)
  }

  /** What was written before, and is only told of now, stands where it was written. */
  #insert(message: Message): void {
    let at = this.messages.length
    while (at > 0 && (this.messages[at - 1]?.createdAtMs ?? 0) > message.createdAtMs) at -= 1
    this.messages.splice(at, 0, message)
  }

  #forgetOldest(count: number): void {
    for (const old of this.messages.splice(0, count)) this.#bySid.delete(`${old.accountSid}/${old.sid}`)
  }
}
