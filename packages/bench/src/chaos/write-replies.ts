import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor, type Stack } from '@cloudpa/testing/kit'
import { askSimulator } from './ask-simulator.js'
import type { Chance } from './chance.js'
import { drawReply, richKinds, type DrawnReply } from './draw-reply.js'
import type { MadeFile } from '../files.js'
import type { Journal, ReplyEntry } from './journal.js'
import { readConversations } from './read-inbox.js'
import type { Customer, Town } from './town.js'
import { plantFault, twilioFaults } from './twilio-faults.js'

const patienceMs = 120_000
/** How many replies are more than a line of text. */
const richShare = 0.35
/** How many of them are to leave later, while blows fall. */
const laterShare = 0.15
/** A member's screen asks again when this much time brought no answer. */
const timeoutMs = 10_000

/** One reply, with all that chance has in store for it. */
interface PlannedReply {
  open: Open
  clientId: string
  /** Stands in its words, and in no other's. */
  mark: string
  drawn: DrawnReply
  fault: string | undefined
  givesUp: boolean
  /** How often it is asked for at the same moment. */
  copies: number
  retryAfterMs: number
  /** How far ahead it is scheduled; undefined leaves at once. */
  laterMs: number | undefined
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
  private readonly faults: string[]
  private readonly rich: string[]
  private drawnRich = 0

  constructor(private readonly options: ReplyWriterOptions) {
    this.faults = options.chance.shuffle(Object.keys(twilioFaults))
    this.rich = options.chance.shuffle(richKinds)
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
    const isRich = chance.happens(richShare)
    const drawn = drawReply(`r${index}`, isRich ? this.rich[this.drawnRich++ % this.rich.length] : undefined)
    const isTroubled = chance.happens(0.6) && drawn.takesFaults
    return {
      open,
      clientId: `c${index}-${chance.sid('')}`,
      mark: `[r${index}]`,
      drawn,
      fault: isTroubled ? this.faults[index % this.faults.length] : undefined,
      givesUp: chance.happens(0.1),
      copies: chance.happens(0.15) ? 2 : 1,
      retryAfterMs: chance.between(20, 200),
      laterMs: chance.happens(laterShare) ? chance.between(500, 6_000) : undefined,
    }
  }

  private async greet({ org, phone, name }: Customer): Promise<void> {
    const { stack, chance, journal } = this.options
    const sid = chance.sid('SM')
    const body = `Are you there? [${sid}]`
    const form = journal.form({ org: org.index, phone, sid, kind: 'text', body })
    const { accountSid, number: to } = org
    const message = { accountSid, to, from: phone, profileName: name, sid, body }
    const { deliveries } = await askSimulator<{ deliveries: { status: number }[] }>(
      stack.simulatorUrl,
      '/messages',
      message,
    )
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
    const { clientId, mark, drawn, fault, copies } = planned
    const { org, phone } = planned.open.customer
    const mediaId = drawn.file ? await this.upload(planned, drawn.file) : ''
    if (mediaId === undefined) return
    if (fault) await plantFault(stack.simulatorUrl, fault, mark)
    const entries = drawn.parts.map((part, index) =>
      journal.reply({
        org: org.index,
        phone,
        clientId: index === 0 ? clientId : `${clientId} ${index + 1}`,
        part: index + 1,
        ...part,
        fault,
        isLater: planned.laterMs !== undefined,
      }),
    )
    const body = { clientId, ...drawn.request({ mediaId, templateId: org.templateId }) }
    const deadline = journal.now() + patienceMs
    for (;;) {
      await Promise.all(Array.from({ length: copies }, () => this.ask(entries, body, planned)))
      if (entries[0]?.answeredAtMs !== undefined || planned.givesUp) return
      if (journal.now() > deadline) throw new Error(`no reply was accepted within ${patienceMs} ms`)
      await sleep(planned.retryAfterMs)
    }
  }

  /** @returns the file's id, or undefined when it is given up after the first failure, as a few are */
  private async upload({ open, givesUp, retryAfterMs }: PlannedReply, file: MadeFile) {
    const { journal } = this.options
    const form = new FormData()
    form.set('file', new Blob([Uint8Array.from(file.content)], { type: file.contentType }), file.name)
    const deadline = journal.now() + patienceMs
    for (;;) {
      const { status, text } = await this.request(open.customer, '/api/v1/media', { body: form })
      if (status === 201) return (JSON.parse(text) as { id: string }).id
      journal.note('not uploaded', { name: file.name, status, text })
      if (givesUp) return undefined
      if (journal.now() > deadline) throw new Error(`no file was taken within ${patienceMs} ms`)
      await sleep(retryAfterMs)
    }
  }

  private async ask(entries: ReplyEntry[], body: object, { open, laterMs }: PlannedReply): Promise<void> {
    const { journal, onAccepted } = this.options
    const { customer, conversationId } = open
    const status =
      laterMs === undefined
        ? await this.post(customer, `/conversations/${conversationId}/send`, body)
        : await this.post(customer, '/scheduled', {
            ...body,
            conversationId,
            at: new Date(Date.now() + laterMs).toISOString(),
          })
    // Asked once more, what is to leave later may have left: that it was taken is what the conflict says.
    const isTaken = laterMs === undefined ? status === 202 : status === 201 || status === 409
    if (isTaken) {
      for (const entry of entries) journal.answered(entry)
      onAccepted()
    } else journal.note('not accepted', { clientId: entries[0]?.clientId, status })
  }

  /** @returns the status, or 0 when no answer came */
  private async post(customer: Customer, path: string, body: object): Promise<number> {
    const { status } = await this.request(customer, `/api/v1/messaging${path}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return status
  }

  private async request(
    { org }: Customer,
    path: string,
    { headers, body }: Pick<RequestInit, 'headers' | 'body'>,
  ) {
    try {
      const response = await fetch(this.options.stack.apiUrl + path, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${org.apiKey}` },
        body: body ?? null,
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: response.status, text: await response.text() }
    } catch (error) {
      this.options.journal.note('no answer', { path, error: String(error) })
      return { status: 0, text: '' }
    }
  }
}
