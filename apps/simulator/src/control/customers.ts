import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { inventedCustomer, person } from '../customers.js'
import { channelAddress, type Customer, type OutboundMessage } from '../model.js'
import type { Simulator } from '../simulator.js'
import { ControlError, parse } from './parse.js'
import { presentCustomer } from './present.js'
import { resolveNumber } from './resolve.js'

const customerInput = z.strictObject({
  /** Without a name the next invented person is made, with an invented number. */
  name: z.string().min(1).max(80).optional(),
  phone: z
    .string()
    .regex(/^\+\d{5,15}$/, 'must look like +15005550100')
    .optional(),
  userId: z
    .string()
    .regex(/^[A-Z]{2}\.[\w.]+$/, 'must look like US.1234')
    .optional(),
  username: z.string().min(1).optional(),
  phoneOff: z.boolean().optional(),
  readReceipts: z.boolean().optional(),
})

const customerChange = z.strictObject({
  name: z.string().min(1).max(80).optional(),
  phoneOff: z.boolean().optional(),
  readReceipts: z.boolean().optional(),
})

const readInput = z.strictObject({ number: z.string().optional(), accountSid: z.string().optional() })

/** The people who write. */
export function customerRoutes(app: FastifyInstance, sim: Simulator): void {
  const { store } = sim

  app.get('/customers', () => [...store.customers.values()].map(presentCustomer))

  app.post('/customers', (request, reply) => {
    const customer = newCustomer(sim, parse(customerInput, request.body))
    store.saveCustomer(customer)
    return reply.status(201).send(presentCustomer(customer))
  })

  app.patch<{ Params: { id: string } }>('/customers/:id', (request) => {
    const customer = customerOf(sim, request.params.id)
    const { name, phoneOff, readReceipts } = parse(customerChange, request.body)
    const wasOff = customer.phoneOff
    if (name !== undefined) customer.name = name
    if (phoneOff !== undefined) customer.phoneOff = phoneOff
    if (readReceipts !== undefined) customer.readReceipts = readReceipts
    store.saveCustomer(customer)
    if (wasOff && !customer.phoneOff) sim.receipts.phoneBackOn(customer)
    return presentCustomer(customer)
  })

  // What opening a chat on the phone does: every reply in it is read now.
  app.post<{ Params: { id: string } }>('/customers/:id/read', async (request) => {
    const customer = customerOf(sim, request.params.id)
    const { number, accountSid } = parse(readInput, request.body)
    const chat = resolveNumber(store, { to: number, accountSid })
    const unread = store.messages.filter(
      (message): message is OutboundMessage =>
        message.direction === 'outbound' &&
        message.customerId === customer.id &&
        message.accountSid === chat.account.sid &&
        message.from === chat.number.number &&
        !message.seen,
    )
    await Promise.all(unread.map((message) => sim.receipts.read(message)))
    return { read: unread.map((message) => message.sid) }
  })
}

function newCustomer(sim: Simulator, input: z.output<typeof customerInput>): Customer {
  const { store } = sim
  let { name, phone } = input
  if (phone === undefined && input.userId === undefined) {
    let invented = inventedCustomer(store.invented)
    while (store.customerAt(channelAddress(invented.phone)) !== undefined) {
      store.invented += 1
      invented = inventedCustomer(store.invented)
    }
    store.invented += 1
    phone = invented.phone
    name ??= invented.name
  }
  for (const bare of [phone, input.userId]) {
    if (bare !== undefined && store.customerAt(channelAddress(bare)) !== undefined) {
      throw new ControlError(
        409,
        `${bare} belongs to a customer already; PATCH /_sim/customers/:id changes one.`,
      )
    }
  }
  const id = (phone ?? input.userId ?? '').replace(/^\+/, '')
  const customer = person(id, name ?? id, {
    phone: phone ?? null,
    userId: input.userId ?? null,
    username: input.username ?? null,
  })
  customer.phoneOff = input.phoneOff ?? false
  customer.readReceipts = input.readReceipts ?? true
  return customer
}

function customerOf(sim: Simulator, id: string): Customer {
  const customer = sim.store.customers.get(id)
  if (customer === undefined) {
    throw new ControlError(404, `No customer ${id}; GET /_sim/customers lists them.`)
  }
  return customer
}
