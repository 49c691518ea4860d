// The load generator, a process of its own so that it has the same share of the machine whatever it loads.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../statistics.js'
import { Connection, Connections } from './connection.js'
import { customerOf, chatAccountOf, requestOf, type Customer, type Text } from './form.js'
import { Inbox } from './inbox.js'
import type { Load, LoadResult } from './start-generator.js'

const run = randomBytes(8).toString('hex')
let written = 0

class Crowd {
  private next = 0
  private readonly customers: Customer[]

  constructor(private readonly load: Load) {
    const { chatAccounts, firstChatAccount = 0, customersPerChatAccount, firstCustomer = 0 } = load
    const all = Array.from({ length: chatAccounts }, (_, index) => chatAccountOf(firstChatAccount + index))
    this.customers = Array.from({ length: customersPerChatAccount }, (_, index) =>
      all.map((chatAccount) => customerOf(chatAccount, firstCustomer + index)),
    ).flat()
  }

  write(): Text {
    const n = written++
    const at = this.load.inTurn ? this.next++ : Math.floor(Math.random() * this.customers.length)
    return {
      sid: `SM${run}${n.toString(16).padStart(16, '0')}`,
      customer: this.customers[at % this.customers.length] as Customer,
      text: `Do you have a table for two tonight? I would come at eight. ${n}`,
      hasPicture: this.load.hasPictures,
    }
  }
}

class Journal {
  private readonly ackMs: number[] = []
  readonly shownMs: number[] = []
  private readonly refusals: string[] = []
  private readonly startedAt = performance.now()
  private readonly cpuBefore = process.cpuUsage()

  /** @returns whether it was acknowledged */
  async post(connection: Connection, request: string): Promise<boolean> {
    const sentAt = performance.now()
    try {
      const { status, body } = await connection.send(request)
      if (status === 200) this.ackMs.push(performance.now() - sentAt)
      else this.refusals.push(`${status} ${body}`)
      return status === 200
    } catch (error) {
      this.refusals.push(String(error))
      return false
    }
  }

  close(): LoadResult {
    const sorted = Float64Array.from(this.ackMs).toSorted()
    const shown = Float64Array.from(this.shownMs).toSorted()
    const { user, system } = process.cpuUsage(this.cpuBefore)
    return {
      acknowledged: sorted.length,
      refused: this.refusals.length,
      refusal: this.refusals[0],
      seconds: (performance.now() - this.startedAt) / 1000,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      shownP50Ms: percentile(shown, 0.5),
      shownP99Ms: percentile(shown, 0.99),
      cpuMs: (user + system) / 1000,
    }
  }
}

/** As fast as the target takes them, over so many connections; until the time is over or everything is written. */
async function writeClosed(load: Load, connections: number, journal: Journal): Promise<void> {
  const crowd = new Crowd(load)
  const until = performance.now() + (load.forMs ?? Infinity)
  let left = load.count ?? Infinity
  const writer = async () => {
    const connection = new Connection(load.origin)
    let isOpen = true
    while (isOpen && left-- > 0 && performance.now() < until) {
      isOpen = await journal.post(connection, requestOf(load.origin, crowd.write()))
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: connections }, writer))
}

/** So many a second, however long the answers take. */
async function writeOpen(load: Load, perSecond: number, journal: Journal): Promise<void> {
  const crowd = new Crowd(load)
  const { origin, look, forMs = 0 } = load
  const inbox = look && (await Inbox.open(origin, look.apiKeys))
  const connections = new Connections(origin)
  const posted: Promise<void>[] = []
  const post = async (isLookedFor: boolean) => {
    const text = crowd.write()
    const request = requestOf(origin, text)
    const sentAt = performance.now()
    const isAcknowledged = await connections.use((connection) => journal.post(connection, request))
    if (!isAcknowledged || !inbox || !isLookedFor) return
    await inbox.waitFor(text)
    journal.shownMs.push(performance.now() - sentAt)
  }
  const startedAt = performance.now()
  const total = Math.round((forMs / 1000) * perSecond)
  while (posted.length < total) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond
    while (posted.length < Math.min(due, total)) posted.push(post(posted.length % (look?.oneIn ?? 1) === 0))
    await sleep(1)
  }
  await Promise.all(posted)
  connections.close()
  inbox?.close()
}

process.on('message', (load: Load) => {
  const journal = new Journal()
  const written =
    load.perSecond === undefined
      ? writeClosed(load, load.connections ?? 64, journal)
      : writeOpen(load, load.perSecond, journal)
  written.then(
    () => process.send?.(journal.close()),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
