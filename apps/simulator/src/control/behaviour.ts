import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { faultInput } from '../faults.js'
import type { Simulator } from '../simulator.js'
import { ControlError, parse } from './parse.js'

const waitMs = z
  .number()
  .int()
  .min(0)
  .max(7 * 24 * 3_600_000)

const receiptsInput = z.strictObject({
  mode: z.enum(['auto', 'manual']),
  sentAfterMs: waitMs.optional(),
  deliveredAfterMs: waitMs.optional(),
  readAfterMs: waitMs.nullish(),
})
const clockInput = z.strictObject({ advanceMs: z.number().int().min(0) })
const resetInput = z.strictObject({ accounts: z.boolean().default(false) })

/** How the simulated world behaves: receipts, faults, time, and starting over. */
export function behaviourRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get('/receipts', () => sim.receipts.settings)
  app.put('/receipts', (request) => {
    const { mode, ...times } = parse(receiptsInput, request.body)
    const given = Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined))
    sim.receipts.settings = { ...sim.receipts.settings, mode, ...given }
    sim.events.emit({ kind: 'receipts' })
    sim.store.onChange()
    return sim.receipts.settings
  })

  app.get('/faults', () => sim.faults.list())
  app.post('/faults', (request, reply) => {
    const fault = sim.faults.add(parse(faultInput, request.body))
    sim.events.emit({ kind: 'faults' })
    return reply.status(201).send(fault)
  })
  app.delete('/faults', (_request, reply) => {
    sim.faults.clear()
    sim.events.emit({ kind: 'faults' })
    return reply.status(204).send()
  })

  app.delete<{ Params: { id: string } }>('/faults/:id', (request, reply) => {
    const { id } = request.params
    if (!sim.faults.remove(Number(id)))
      throw new ControlError(404, `No fault ${id} is set; GET /_sim/faults lists them.`)
    sim.events.emit({ kind: 'faults' })
    return reply.status(204).send()
  })

  app.get('/clock', () => clockOf(sim))
  app.post('/clock', (request) => {
    sim.clock.advance(parse(clockInput, request.body).advanceMs)
    sim.events.emit({ kind: 'clock' })
    sim.store.onChange()
    return clockOf(sim)
  })

  // Registered accounts stay: a test that starts over still talks to the same Twilio account.
  app.post('/reset', (request) => {
    const { accounts } = parse(resetInput, request.body)
    sim.clock.cancelAll()
    sim.clock.restore(0)
    sim.faults.clear()
    sim.media.clear()
    sim.exchanges.clear()
    sim.receipts.reset()
    sim.templates.reset()
    sim.store.reset(accounts)
    return { reset: true, accounts: [...sim.store.accounts.keys()] }
  })
}

function clockOf(sim: Simulator): { now: string; offsetMs: number } {
  return { now: new Date(sim.clock.now()).toISOString(), offsetMs: sim.clock.offsetMs }
}
