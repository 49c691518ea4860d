import type { FastifyInstance } from 'fastify'
import type { SimulatorEvent } from '../events.js'
import type { Simulator } from '../simulator.js'
import { presentAccount, presentCustomer, presentMessage, presentTemplate } from './present.js'
import { allTemplates } from './templates.js'

const heartbeatMs = 20_000
const phoneMessages = 2000

/** What the phone page shows first, and everything that changes afterwards. */
export function liveRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get('/phone', () => ({
    accounts: [...sim.store.accounts.values()].map(presentAccount),
    customers: [...sim.store.customers.values()].map(presentCustomer),
    // Senders of a load run are no people of the phone.
    messages: sim.store.messages
      .filter((message) => message.customerId !== null && sim.store.customers.has(message.customerId))
      .slice(-phoneMessages)
      .map(presentMessage),
    receipts: sim.receipts.settings,
    templates: allTemplates(sim).map(presentTemplate),
    faults: sim.faults.list(),
    now: new Date(sim.clock.now()).toISOString(),
    offsetMs: sim.clock.offsetMs,
  }))

  app.get('/events', (request, reply) => {
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    stream.write('retry: 1000\n\n')
    const unsubscribe = sim.events.subscribe((event) => {
      if (event.kind === 'message' && !ofPhone(sim, event)) return
      stream.write(`data: ${JSON.stringify(presentEvent(event))}\n\n`)
    })
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs)
    request.raw.once('close', () => {
      clearInterval(heartbeat)
      unsubscribe()
    })
  })
}

function ofPhone(sim: Simulator, { message }: Extract<SimulatorEvent, { kind: 'message' }>): boolean {
  return message.customerId !== null && sim.store.customers.has(message.customerId)
}

function presentEvent(event: SimulatorEvent): unknown {
  return event.kind === 'message' ? { kind: event.kind, message: presentMessage(event.message) } : event
}
