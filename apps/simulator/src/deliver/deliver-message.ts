import { randomUUID } from 'node:crypto'
import type { Account, Delivery, Form, InboundMessage } from '../model.js'
import type { Simulator } from '../simulator.js'
import { sayingsOf } from './answer-failure.js'
import { postForm, type SignatureMode } from './post-form.js'
import { sayBack } from './say-back.js'

/** How a written message is brought to the product. */
export interface DeliveryOptions {
  times?: number | undefined
  concurrent?: boolean | undefined
  signature?: SignatureMode | undefined
}

/** Brings an inbound message to the product, once or as often as asked, one after the other or all at once. */
export async function deliverMessage(
  sim: Simulator,
  message: InboundMessage,
  options: DeliveryOptions = {},
): Promise<Delivery[]> {
  const account = sim.store.accounts.get(message.accountSid)
  const { posted } = message
  if (account === undefined || posted === null) return []
  const posting = { account, posted, signature: options.signature, idempotencyToken: randomUUID() }
  const lost = lostOnTheWay(sim, message)
  if (lost !== undefined) return [lost]
  const times = options.times ?? 1
  const deliveries: Delivery[] = []
  const deliver = async (): Promise<void> => {
    deliveries.push(...(await deliverOnce(sim, message, posting)))
  }
  if (options.concurrent === true) await Promise.all(Array.from({ length: times }, deliver))
  else for (let n = 0; n < times; n += 1) await deliver()
  message.deliveries.push(...deliveries)
  sim.store.touched(message)
  return deliveries
}

/**
 * What comes back of a webhook that a fault loses.
 * @returns undefined where no fault strikes
 */
export function lostOnTheWay(sim: Simulator, message: InboundMessage): Delivery | undefined {
  const { accountSid, from, to, content, posted } = message
  const probe = { method: 'POST', path: posted?.url ?? '', accountSid, from, to, body: content.body }
  if (sim.faults.take(['drop-webhook'], probe) === undefined) return undefined
  sim.events.emit({ kind: 'faults' })
  return keepUntold(sim, message, 'the webhook got lost, as was asked for.')
}

/** Twilio keeps a message, and tells nobody of it; `error` says why. */
export function keepUntold(sim: Simulator, message: InboundMessage, error: string): Delivery {
  const untold = { status: 0, contentType: '', body: '', ms: 0, attempts: 0, error }
  message.deliveries.push(untold)
  sim.store.touched(message)
  return untold
}

/** The webhook, and where that fails the fallback; what the answer says goes to the customer. */
async function deliverOnce(
  sim: Simulator,
  message: InboundMessage,
  delivery: {
    account: Account
    posted: { url: string; form: Form }
    signature: SignatureMode | undefined
    idempotencyToken: string
  },
): Promise<Delivery[]> {
  const { account, posted, ...rest } = delivery
  const posting = { ...rest, authToken: account.authToken, obeys: true }
  const first = await postForm({ ...posting, ...posted }, sim.exchanges)
  const number = account.numbers.find((each) => each.number === message.to)
  const fallbackUrl = number?.fallbackUrl ?? null
  const deliveries = [first]
  if (first.errorCode !== undefined && fallbackUrl !== null) {
    // Where it failed, without the overrides that stand behind it (Twilio docs, availability and reliability).
    const errorUrl = posted.url.split('#', 1)[0] ?? ''
    const told: Form = [...posted.form, ['ErrorCode', String(first.errorCode)], ['ErrorUrl', errorUrl]]
    const second = await postForm({ ...posting, url: fallbackUrl, form: told }, sim.exchanges)
    deliveries.push({ ...second, fallback: true })
  }
  const last = deliveries.at(-1)
  if (last?.errorCode === undefined && last !== undefined) sayBack(sim, message, sayingsOf(last))
  return deliveries
}
