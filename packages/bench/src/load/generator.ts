// The load generator, a process of its own so that it has the same share of the machine whatever it loads.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../statistics.js'
import { Connection } from './connection.js'
import { customerOf, lineOf, requestOf, type Customer } from './form.js'
import type { Load, LoadResult } from './start-generator.js'

const run = randomBytes(8).toString('hex')
let written = 0

/** Everybody writes in turn, so that no two forms of one customer come at once. */
class Crowd {
  private next = 0
  private readonly customers: Customer[]

  constructor({ lines, customersPerLine, firstCustomer = 0 }: Load) {
    const all = Array.from({ length: lines }, (_, index) => lineOf(index))
    this.customers = Array.from({ length: customersPerLine }, (_, index) =>
      all.map((line) => customerOf(line, firstCustomer + index)),
    ).flat()
  }

  write(origin: string): string {
    const n = written++
    const sid = `SM${run}${n.toString(16).padStart(16, '0')}`
    const customer = this.customers[this.next++ % this.customers.length] as Customer
    return requestOf(
      origin,
      customer,
      sid,
      `Do you have a table for two tonight? I would come at eight. ${n}`,
    )
  }
}

class Journal {
  readonly ackMs: number[] = []
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
    const { user, system } = process.cpuUsage(this.cpuBefore)
    return {
      acknowledged: sorted.length,
      refused: this.refusals.length,
      refusal: this.refusals[0],
      seconds: (performance.now() - this.startedAt) / 1000,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
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
      isOpen = await journal.post(connection, crowd.write(load.origin))
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: connections }, writer))
}

/** So many a second, however long the answers take. */
async function writeOpen(load: Load, perSecond: number, journal: Journal): Promise<void> {
  const crowd = new Crowd(load)
  const free: Connection[] = Array.from({ length: 16 }, () => new Connection(load.origin))
  const posted: Promise<void>[] = []
  const post = async () => {
    const connection = free.pop() ?? new Connection(load.origin)
    if (await journal.post(connection, crowd.write(load.origin))) free.push(connection)
  }
  const startedAt = performance.now()
  const total = Math.round(((load.forMs ?? 0) / 1000) * perSecond)
  while (posted.length < total) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond
    while (posted.length < Math.min(due, total)) posted.push(post())
    await sleep(1)
  }
  await Promise.all(posted)
  for (const connection of free) connection.close()
}

process.on('message', (load: Load) => {
  const journal = new Journal()
  const written =
    load.perSecond === undefined
      ? writeClosed(load, load.connections ?? 64, journal)
      : writeOpen(load, load.perSecond, journal)
  void written.then(() => process.send?.(journal.close()))
})
process.on('disconnect', () => process.exit())
