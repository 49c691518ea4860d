import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { callbackForm, fireStatus } from '../deliver/callbacks.js'
import {
  channelAddress,
  messageStatuses,
  type Delivery,
  type Message,
  type OutboundMessage,
} from '../model.js'
import type { Simulator } from '../simulator.js'
import { ControlError, parse } from './parse.js'
import { presentMessage } from './present.js'
import { resolveMessage } from './resolve.js'

const filterShape = {
  direction: z.enum(['inbound', 'outbound']).optional(),
  accountSid: z.string().optional(),
  sid: z.string().optional(),
  customerId: z.string().optional(),
  to: z.string().optional(),
  from: z.string().optional(),
  /** The whole text; bodyIncludes is for a part of it. */
  body: z.string().optional(),
  bodyIncludes: z.string().optional(),
  /** Reached at some time, also when a later one came since. */
  status: z.enum(messageStatuses).optional(),
}

const listQuery = z.strictObject({
  ...filterShape,
  limit: z.coerce.number().int().min(1).max(100_000).default(5000),
})
const waitQuery = z.strictObject({
  ...filterShape,
  timeoutMs: z.coerce.number().int().min(0).max(120_000).default(10_000),
})
const statusInput = z.strictObject({
  status: z.enum(messageStatuses),
  errorCode: z.number().int().positive().optional(),
  times: z.number().int().min(1).max(1000).default(1),
  callbackUrl: z.url().optional(),
})

type Filter = Omit<z.output<typeof listQuery>, 'limit'>

/** What was written, both ways, and what to do with it afterwards. */
export function messageRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get('/messages', (request) => {
    const { limit, ...filter } = parse(listQuery, request.query)
    const found = sim.store.messages.filter((message) => fits(message, filter))
    return found.slice(-limit).map(presentMessage)
  })

  app.get('/wait', async (request) => {
    const { timeoutMs, ...filter } = parse(waitQuery, request.query)
    const found = await waitFor(sim, filter, timeoutMs)
    if (found !== undefined) return presentMessage(found)
    const recent = sim.store.messages.slice(-5).map(presentMessage)
    throw new ControlError(
      408,
      `No such message within ${timeoutMs} ms; the details show the last five.`,
      recent,
    )
  })

  app.post<{ Params: { sid: string } }>('/messages/:sid/status', async (request) => {
    const message = outbound(sim, request.params.sid)
    const { times, ...event } = parse(statusInput, request.body)
    const deliveries: (Delivery | undefined)[] = []
    for (let n = 0; n < times; n += 1) {
      deliveries.push(await fireStatus(sim, message, { ...event, byHand: true }))
    }
    return answer(message, event, deliveries)
  })

  app.post<{ Params: { sid: string } }>('/messages/:sid/read', async (request) => {
    const message = outbound(sim, request.params.sid)
    return answer(message, { status: 'read' }, [await sim.receipts.read(message)])
  })
}

function answer(
  message: OutboundMessage,
  event: Parameters<typeof callbackForm>[1],
  deliveries: (Delivery | undefined)[],
): unknown {
  return {
    sid: message.sid,
    form: Object.fromEntries(callbackForm(message, event)),
    deliveries: deliveries.filter((delivery) => delivery !== undefined),
    ...(message.statusCallback === null ? { note: 'This message was sent without a StatusCallback.' } : {}),
  }
}

function outbound(sim: Simulator, sid: string): OutboundMessage {
  const message = resolveMessage(sim.store, sid)
  if (message.direction === 'outbound') return message
  throw new ControlError(400, `${sid} was written by a customer; statuses belong to replies.`)
}

function waitFor(sim: Simulator, filter: Filter, timeoutMs: number): Promise<Message | undefined> {
  const present = sim.store.messages.findLast((message) => fits(message, filter))
  if (present !== undefined) return Promise.resolve(present)
  return new Promise((resolve) => {
    const end = (found: Message | undefined): void => {
      clearTimeout(timer)
      unsubscribe()
      resolve(found)
    }
    const timer = setTimeout(() => end(undefined), timeoutMs)
    const unsubscribe = sim.events.subscribe((event) => {
      if (event.kind === 'message' && fits(event.message, filter)) end(event.message)
    })
  })
}

function fits(message: Message, filter: Filter): boolean {
  return (
    (filter.direction === undefined || message.direction === filter.direction) &&
    (filter.accountSid === undefined || message.accountSid === filter.accountSid) &&
    (filter.sid === undefined || message.sid === filter.sid) &&
    (filter.customerId === undefined || message.customerId === filter.customerId) &&
    (filter.to === undefined || message.to === channelAddress(filter.to)) &&
    (filter.from === undefined || message.from === channelAddress(filter.from)) &&
    (filter.body === undefined || message.content.body === filter.body) &&
    (filter.bodyIncludes === undefined || message.content.body.includes(filter.bodyIncludes)) &&
    (filter.status === undefined || reached(message, filter.status))
  )
}

function reached(message: Message, status: Message['status']): boolean {
  if (message.status === status || message.direction === 'inbound') return message.status === status
  return message.statuses.some((fired) => fired.status === status)
}
