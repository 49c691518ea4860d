import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor, type Stack } from '@cloudpa/testing/kit'
import type { Chance } from './chance.js'
import type { Journal, ReplyEntry } from './journal.js'
import { readConversations } from './read-inbox.js'
import type { Customer, Town } from './town.js'
import { plantFault, twilioFaults } from './twilio-faults.js'

const patienceMs = 120_000
/** A member's screen asks again when this much time brought no answer. */
const timeoutMs = 10_000

/** One reply, with all that chance has in store for it. */
interface PlannedReply {
  open: Open
  clientId: string
  /** Stands in its text, and in no other. */
  mark: string
  fault: string | undefined
  givesUp: boolean
  /** How often it is asked for at the same moment. */
  copies: number
  retryAfterMs: number
}

/** A customer who wrote, so that they may be answered. */
interface Open {
  customer: Customer
  conversationId: string
  last: Promise<void>
}

interface ReplyWriterOptions {
  stack: Stack
  town: Town
  journal: Journal
  chance: Chance
  /** Called within the turn in which an acceptance is read. */
  onAccepted: () => void
}

/** The members: they answer customers, ask again when no answer comes, and sometimes click twice. */
export class ReplyWriter {
  private open: Open[] = []
  private planned = 0
  private readonly kinds: string[]

  constructor(private readonly options: ReplyWriterOptions) {
    this.kinds = options.chance.shuffle(Object.keys(twilioFaults))
  }

  /** Lets some customers write by the simulated phone: Twilio must know of it, else it refuses the answers (63016). */
  async begin(count: number): Promise<void> {
    const { chance, town } = this.options
    const customers = chance.shuffle(town.customers).slice(0, count)
    for (const customer of customers) await this.greet(customer)
    this.open = await Promise.all(customers.map((customer) => this.findConversation(customer)))
  }

  /** Writes this many replies; resolves when each is accepted or given up. */
  async write(count: number): Promise<void> {
    const { chance } = this.options
    const begun = Array.from({ length: count }, () => {
      const planned = this.plan(chance.pick(this.open))
      const { open } = planned
      const mine = chance.happens(0.2) ? this.writeOne(planned) : open.last.then(() => this.writeOne(planned))
      open.last = Promise.all([open.last, mine]).then(() => undefined)
      return mine
    })
    // Somebody opens a conversation and reads all that is there. A screen asks again by itself; here the next one does.
    const { customer, conversationId } = chance.pick(this.open)
    await Promise.all([...begun, this.post(customer, `/conversations/${conversationId}/read`, {})])
  }

  /** Draws everything now: what comes later comes in an order that no seed decides. */
  private plan(open: Open): PlannedReply {
    const { chance } = this.options
    const index = this.planned++
    return {
      open,
      clientId: `c${index}-${chance.sid('')}`,
      mark: `[r${index}]`,
      fault: chance.happens(0.6) ? this.kinds[index % this.kinds.length] : undefined,
      givesUp: chance.happens(0.1),
      copies: chance.happens(0.15) ? 2 : 1,
      retryAfterMs: chance.between(20, 200),
    }
  }

  private async greet({ org, phone, name }: Customer): Promise<void> {
    const { stack, chance, journal } = this.options
    const sid = chance.sid('SM')
    const form = journal.form({ org: org.index, phone, sid, body: `Are you there? [${sid}]` })
    const { accountSid, number: to } = org
    const message = { accountSid, to, from: phone, profileName: name, sid, body: form.body }
    const response = await fetch(`${stack.simulatorUrl}/_sim/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    })
    if (!response.ok) throw new Error(`the simulator refused a message: ${await response.text()}`)
    const { deliveries } = (await response.json()) as { deliveries: { status: number }[] }
    if (deliveries[0]?.status !== 200) throw new Error('the webhook did not take the first message')
    journal.answered(form)
  }

  private findConversation(customer: Customer): Promise<Open> {
    const { apiUrl } = this.options.stack
    return waitFor(
      async () => {
        const all = await readConversations(apiUrl, customer.org)
        const found = all.find(({ contact }) => contact.phone === customer.phone)
        return found && { customer, conversationId: found.id, last: Promise.resolve() }
      },
      { what: `the conversation with ${customer.phone}`, timeoutMs: 30_000 },
    )
  }

  private async writeOne(planned: PlannedReply): Promise<void> {
    const { journal, stack } = this.options
    const { clientId, mark, fault, copies } = planned
    const { org, phone } = planned.open.customer
    if (fault) await plantFault(stack.simulatorUrl, fault, mark)
    const body = `Thanks, I will look into it ${mark}`
    const reply = journal.reply({ org: org.index, phone, clientId, body, fault })
    const deadline = journal.now() + patienceMs
    for (;;) {
      await Promise.all(Array.from({ length: copies }, () => this.ask(reply, planned.open)))
      if (reply.answeredAtMs !== undefined || planned.givesUp) return
      if (journal.now() > deadline) throw new Error(`no reply was accepted within ${patienceMs} ms`)
      await sleep(planned.retryAfterMs)
    }
  }

  private async ask(reply: ReplyEntry, { customer, conversationId }: Open): Promise<void> {
    const { journal, onAccepted } = this.options
    const { clientId, body } = reply
    const status = await this.post(customer, `/conversations/${conversationId}/send`, { clientId, body })
    if (status === 202) {
      journal.answered(reply)
      onAccepted()
    } else journal.note('not accepted', { clientId, status })
  }

  /** @returns the status, or 0 when no answer came */
  private async post({ org }: Customer, path: string, body: object): Promise<number> {
    try {
      const response = await fetch(`${this.options.stack.apiUrl}/api/v1/messaging${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${org.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      })
      await response.text()
      return response.status
    } catch (error) {
      this.options.journal.note('no answer', { path, error: String(error) })
      return 0
    }
  }
}
