import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { noContext } from '../content.js'
import { addressesOf, type AccountNumber, type Message } from '../model.js'
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
      const message = remembered(past, {
        accountSid: account.sid,
        number,
        address,
        customerId: customer.id,
        statusCallback: input.statusCallback ?? null,
      })
      sim.store.addMessage(message)
      if (message.direction === 'inbound') sim.store.noteInbound(account.sid, number.number, address, atMs)
    }
    return { added: added.map(({ sid }) => sid) }
  })
}

interface Chat {
  accountSid: string
  number: AccountNumber
  address: string
  customerId: string
  statusCallback: string | null
}

/** A message that nothing will happen to any more. */
function remembered(past: z.output<typeof pastMessage>, chat: Chat): Message {
  const { sid, direction, body, status, errorCode } = past
  const { accountSid, number, address, customerId, statusCallback } = chat
  const atMs = Date.parse(past.at)
  const both = {
    sid,
    accountSid,
    customerId,
    content: { kind: 'text' as const, body },
    messagingServiceSid: number.messagingServiceSid,
    errorCode: errorCode ?? null,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    sentAtMs: atMs,
  }
  if (direction === 'inbound') {
    const way = { from: address, to: number.number, context: noContext }
    return { ...both, ...way, direction, status: 'received', seen: true, posted: null, deliveries: [] }
  }
  const way = { from: number.number, to: address, statusCallback }
  // What was not read yet waits for whoever opens the chat.
  return {
    ...both,
    ...way,
    direction,
    origin: 'api',
    sendAtMs: null,
    status,
    planned: null,
    statuses: [],
    seen: status === 'read',
  }
}
