import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { friendlyLines } from '../customers.js'
import { deliverMessage, keepUntold } from '../deliver/deliver-message.js'
import { writeMessage } from '../deliver/write-message.js'
import { mediaInput } from '../media.js'
import type { Simulator } from '../simulator.js'
import { contentInput, contentOf, contextInput } from './content-input.js'
import { ControlError, parse } from './parse.js'
import { resolveCustomer, resolveMessage, resolveNumber } from './resolve.js'

const deliveryInput = {
  times: z.number().int().min(1).max(1000).default(1),
  concurrent: z.boolean().default(false),
  signature: z.enum(['valid', 'wrong', 'missing']).default('valid'),
}

const messageInput = z.strictObject({
  accountSid: z.string().optional(),
  to: z.string().optional(),
  from: z.string().min(1),
  profileName: z.string().optional(),
  /** What it carries; `body` and `media` say it shorter where those are all. */
  content: contentInput.optional(),
  body: z.string().optional(),
  media: z.array(mediaInput).max(10).optional(),
  context: contextInput.optional(),
  sid: z.string().min(1).optional(),
  /** Extra or overriding form fields; null takes a field out. */
  params: z.record(z.string(), z.string().nullable()).optional(),
  url: z.url().optional(),
  /** When it was written, in the past: Twilio has it since then, and no webhook tells of it. */
  at: z.iso.datetime({ offset: true }).optional(),
  ...deliveryInput,
})

/** Files as base64 take a third more than they hold. */
const maxBodyBytes = 32 * 1024 * 1024

const redeliverInput = z.strictObject(deliveryInput)

const helloInput = z.strictObject({ number: z.string().min(1), accountSid: z.string().optional() })

/** Customers write: a message is made, signed and brought to the product before the answer. */
export function sendMessageRoutes(app: FastifyInstance, sim: Simulator): void {
  app.post('/messages', { bodyLimit: maxBodyBytes }, async (request) => {
    const input = parse(messageInput, request.body)
    const { account, number } = resolveNumber(sim.store, input)
    const customer = resolveCustomer(sim.store, input.from, input.profileName)
    const { content, body, media, at, ...writing } = input
    const atMs = at === undefined ? undefined : pastOf(sim, at)
    if (content !== undefined && (body !== undefined || media !== undefined))
      throw new ControlError(400, 'content: has its own body and files; give either it or body and media')
    const carried = content ?? contentOf(body ?? '', media ?? [])
    const message = writeMessage(sim, { ...writing, content: carried, account, number, customer, atMs })
    const deliveries =
      atMs === undefined
        ? await deliverMessage(sim, message, input)
        : [keepUntold(sim, message, 'the inbox finds it when it catches up.')]
    return { sid: message.sid, form: Object.fromEntries(message.posted.form), deliveries }
  })

  app.post<{ Params: { sid: string } }>('/messages/:sid/redeliver', async (request) => {
    const message = resolveMessage(sim.store, request.params.sid)
    if (message.direction !== 'inbound') {
      throw new ControlError(
        400,
        'Only what a customer wrote can be delivered again; for a reply use …/status.',
      )
    }
    const deliveries = await deliverMessage(sim, message, parse(redeliverInput, request.body))
    return { sid: message.sid, form: Object.fromEntries(message.posted?.form ?? []), deliveries }
  })

  app.post('/hello', async (request) => {
    const input = parse(helloInput, request.body)
    const { account, number } = helloNumber(sim, input)
    const line = friendlyLines[sim.store.helloCount % friendlyLines.length]
    const customer = line && sim.store.customers.get(line.customerId)
    if (line === undefined || customer === undefined)
      throw new ControlError(500, 'No built-in customer can write.')
    sim.store.helloCount += 1
    const message = writeMessage(sim, {
      account,
      number,
      customer,
      content: { kind: 'text', body: line.body },
    })
    const deliveries = await deliverMessage(sim, message)
    return {
      sid: message.sid,
      customer: { id: customer.id, name: customer.name },
      body: line.body,
      deliveries,
    }
  })
}

function pastOf(sim: Simulator, at: string): number {
  const atMs = Date.parse(at)
  if (atMs > sim.clock.now()) throw new ControlError(400, `at: ${at} is not in the past`)
  return atMs
}

/** A number shared by several accounts, such as the sandbox's, means the first one that has it. */
function helloNumber(sim: Simulator, input: z.output<typeof helloInput>) {
  const number = input.number.startsWith('whatsapp:') ? input.number : `whatsapp:${input.number}`
  const [first] = sim.store.findNumbers({
    number,
    ...(input.accountSid === undefined ? {} : { accountSid: input.accountSid }),
  })
  return first ?? resolveNumber(sim.store, { to: number, accountSid: input.accountSid })
}
