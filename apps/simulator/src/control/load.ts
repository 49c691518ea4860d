import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { person } from '../customers.js'
import { closeConnections, openConnections, type Connections } from '../deliver/attempt.js'
import { lostOnTheWay } from '../deliver/deliver-message.js'
import { postForm } from '../deliver/post-form.js'
import { writeMessage, type Writing } from '../deliver/write-message.js'
import type { Delivery } from '../model.js'
import type { Simulator } from '../simulator.js'
import { parse } from './parse.js'
import { resolveNumber } from './resolve.js'

const loadInput = z.strictObject({
  accountSid: z.string().optional(),
  to: z.string().optional(),
  count: z.number().int().min(1).max(100_000),
  concurrency: z.number().int().min(1).max(1000).default(20),
  customers: z.number().int().min(1).max(100_000).default(100),
  /** In front of each text, so that a run finds its own messages again. */
  bodyPrefix: z.string().default('load'),
  signature: z.enum(['valid', 'wrong', 'missing']).default('valid'),
  /** Answer the sids that were acknowledged, to look for each of them afterwards. */
  listSids: z.boolean().default(false),
})

/** Thousands of webhooks over connections that stay open; the senders are no people of the phone. */
export function loadRoutes(app: FastifyInstance, sim: Simulator): void {
  app.post('/load', async (request) => {
    const input = parse(loadInput, request.body)
    const target = resolveNumber(sim.store, input)
    const connections = openConnections(input.concurrency)
    const startedAt = performance.now()
    const results: { sid: string; delivery: Delivery }[] = []
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < input.count) {
        const n = next++
        const writing = {
          ...target,
          customer: loadCustomer(n % input.customers),
          content: { kind: 'text' as const, body: `${input.bodyPrefix} ${n}` },
        }
        results.push(await writeAndPost(sim, writing, input.signature, connections))
      }
    }
    await Promise.all(Array.from({ length: Math.min(input.concurrency, input.count) }, worker))
    closeConnections(connections)
    return summary(results, performance.now() - startedAt, input.listSids)
  })
}

/** The n-th sender of every load run: a German mobile number (015 510…), always the same. */
function loadCustomer(n: number) {
  const phone = `+4915510${String(n).padStart(6, '0')}`
  return person(phone.slice(1), `Load ${n}`, { phone })
}

async function writeAndPost(
  sim: Simulator,
  writing: Writing,
  signature: 'valid' | 'wrong' | 'missing',
  connections: Connections,
): Promise<{ sid: string; delivery: Delivery }> {
  const message = writeMessage(sim, writing)
  const lost = lostOnTheWay(sim, message)
  if (lost !== undefined) return { sid: message.sid, delivery: lost }
  const { authToken } = writing.account
  const posting = { ...message.posted, authToken, signature, connections }
  const delivery = await postForm(posting, sim.exchanges)
  message.deliveries.push(delivery)
  return { sid: message.sid, delivery }
}

function summary(
  results: { sid: string; delivery: Delivery }[],
  totalMs: number,
  listSids: boolean,
): unknown {
  const acknowledged = results.filter(({ delivery }) => delivery.status >= 200 && delivery.status < 300)
  const times = results.map(({ delivery }) => delivery.ms).sort((a, b) => a - b)
  const outcomes: Record<string, number> = {}
  for (const { delivery } of results) {
    const outcome = delivery.status === 0 ? (delivery.error ?? 'no answer') : String(delivery.status)
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
  return {
    sent: results.length,
    ok: acknowledged.length,
    failed: results.length - acknowledged.length,
    ms: Math.round(totalMs),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    perSecond: Math.round((results.length / totalMs) * 1000),
    outcomes,
    ...(listSids ? { sids: acknowledged.map(({ sid }) => sid) } : {}),
  }
}

function percentile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
