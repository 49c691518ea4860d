import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Account } from '../model.js'
import type { Simulator } from '../simulator.js'
import type { WithAccount } from './auth.js'
import { notFound, TwilioError } from './errors.js'

/** How long a phone shows that somebody types, unless the answer comes first (Twilio docs, typing indicators). */
const shownMs = 25_000

/** The typing indicator, as version 2 takes it in a form and version 3 in JSON; a phone shows it, and what it read. */
export function typingRoutes(app: FastifyInstance, sim: Simulator, withAccount: WithAccount): void {
  for (const version of ['v2', 'v3']) {
    app.post(
      `/messaging.twilio.com/${version}/Indicators/Typing.json`,
      withAccount((account, request) => showTyping(sim, account, request)),
    )
  }
}

function showTyping(sim: Simulator, account: Account, request: FastifyRequest): { success: true } {
  const { channel = '', messageId = '' } = fieldsOf(request.body)
  if (channel.toLowerCase() !== 'whatsapp') throw new TwilioError(400, 20001, 'channel must be whatsapp')
  if (!/^(SM|MM)[0-9a-fA-F]{32}$/.test(messageId))
    throw new TwilioError(400, 20001, `messageId ${messageId} is not a message's sid`)
  const answered = sim.store.message(account.sid, messageId)
  // Only what a customer wrote can be answered.
  if (answered?.direction !== 'inbound') throw notFound(`/Messages/${messageId}`)
  for (const message of sim.store.messages) {
    const before = message.createdAtMs <= answered.createdAtMs && message.accountSid === account.sid
    if (!before || message.direction === 'outbound' || message.seen) continue
    if (message.from !== answered.from || message.to !== answered.to) continue
    message.seen = true
    sim.store.touched(message)
  }
  const { accountSid, customerId, to: number } = answered
  const until = new Date(sim.clock.now() + shownMs).toISOString()
  if (customerId !== null) sim.events.emit({ kind: 'typing', accountSid, customerId, number, until })
  return { success: true }
}

function fieldsOf(body: unknown): Record<string, string | undefined> {
  const pairs = body instanceof URLSearchParams ? [...body] : Object.entries(body ?? {})
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]))
}
