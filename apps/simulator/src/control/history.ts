import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addressesOf, type Message } from '../model.js'
import type { Simulator } from '../simulator.js'
import { parse } from './parse.js'
import { resolveCustomer, resolveNumber } from './resolve.js'

const pastMessage = z.strictObject({
  direction: z.enum(['inbound', 'outbound']),
  at: z.iso.datetime(),
  body: z.string(),
  sid: z.string().min(1),
  /** What became of a reply. */
  status: z.enum(['sent', 'delivered', 'read', 'failed']).default('read'),
  errorCode: z.coerce.number().int().positive().optional(),
})

const historyInput = z.strictObject({
  accountSid: z.string().optional(),
  to: z.string().optional(),
  from: z.string().min(1),
  profileName: z.string().optional(),
  /** Where it goes that a reply was read at last. */
  statusCallback: z.url().optional(),
  messages: z.array(pastMessage).max(1000),
})

/** What was written before: the phone shows it, and nothing is posted. Messages that are there already stay as they are. */
export function historyRoutes(app: FastifyInstance, sim: Simulator): void {
  app.post('/history', (request) => {
    const input = parse(historyInput, request.body)
    const { account, number } = resolveNumber(sim.store, input)
    const customer = resolveCustomer(sim.store, input.from, input.profileName)
    const [address = ''] = addressesOf(customer)
    const added = input.messages.filter(({ sid }) => sim.store.message(account.sid, sid) === undefined)
    for (const past of added) {
      const atMs = Date.parse(past.at)
      const isReply = past.direction === 'outbound'
      sim.store.addMessage({
        ...remembered(past, atMs),
        accountSid: account.sid,
        from: isReply ? number.number : address,
        to: isReply ? address : number.number,
        messagingServiceSid: number.messagingServiceSid,
        customerId: customer.id,
        statusCallback: isReply ? (input.statusCallback ?? null) : null,
      })
      if (!isReply) sim.store.noteInbound(account.sid, number.number, address, atMs)
    }
    return { added: added.map(({ sid }) => sid) }
  })
}

/** The parts of a message that nothing will happen to any more. */
function remembered({ sid, direction, body, status, errorCode }: z.output<typeof pastMessage>, atMs: number) {
  const isReply = direction === 'outbound'
  return {
    sid,
    direction,
    body,
    status: isReply ? status : 'received',
    errorCode: errorCode ?? null,
    numMedia: 0,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    sentAtMs: atMs,
    template: false,
    plannedErrorCode: null,
    statuses: [],
    // What was not read yet waits for whoever opens the chat.
    seen: !isReply || status === 'read',
    form: null,
    url: null,
    deliveries: [],
  } satisfies Partial<Message>
}
