import type { FastifyReply, FastifyRequest } from 'fastify'
import { fireStatus } from '../deliver/callbacks.js'
import { draftOutbound } from '../deliver/draft-outbound.js'
import { answerFaults } from '../faults.js'
import type { Account, Message, OutboundMessage } from '../model.js'
import type { Simulator } from '../simulator.js'
import { checkMessage } from './check-message.js'
import { notFound, TwilioError } from './errors.js'
import { cut, formOf, probeOf, refusalBy } from './request.js'
import { accountUri, messageResource } from './resource.js'

/** POST Messages.json: accepts a message and begins its life. */
export async function createMessage(
  sim: Simulator,
  account: Account,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (account.status !== 'active') throw new TwilioError(403, 20005, 'Account not active')
  const probe = probeOf(request)
  const message = newMessage(sim, account, formOf(request))
  const planned = sim.faults.take(['callback-error'], probe)
  if (planned !== undefined) message.planned = { status: planned.ends, errorCode: planned.code ?? 63016 }
  sim.store.addMessage(message)
  // Written before the message's life goes on: the answer says how it was accepted.
  const answer = messageResource(message)
  sim.receipts.accepted(message)
  const fault = sim.faults.take(answerFaults, probe)
  if (planned !== undefined || fault !== undefined) sim.events.emit({ kind: 'faults' })
  if (fault?.kind === 'accept-then-error') throw refusalBy(fault, reply)
  if (fault?.kind === 'early-callback') await firstCallback(sim, message, fault.delayMs ?? 5000)
  else if (fault !== undefined) {
    cut(sim, request, reply, fault)
    return undefined
  }
  reply.status(201)
  return answer
}

/** POST Messages/:sid.json: calls a scheduled message off, or takes the words out of any. */
export function updateMessage(
  sim: Simulator,
  account: Account,
  request: FastifyRequest,
  sid: string,
): unknown {
  const message = askedMessage(sim, account, sid)
  const form = formOf(request)
  const [status, body] = [form.get('Status'), form.get('Body')]
  if (status !== null) {
    if (status !== 'canceled') throw new TwilioError(400, 20001, `Status ${status} is not canceled`)
    if (message.direction === 'inbound' || message.status !== 'scheduled')
      throw new TwilioError(400, 30409, 'This message cannot be canceled')
    void fireStatus(sim, message, { status: 'canceled' })
  }
  if (body !== null) {
    if (body !== '') throw new TwilioError(400, 20001, 'Body can only be emptied')
    message.content = { ...message.content, body }
    sim.store.touched(message)
  }
  return messageResource(message)
}

/** GET Messages/:sid.json */
export function fetchMessage(sim: Simulator, account: Account, sid: string): unknown {
  return messageResource(askedMessage(sim, account, sid))
}

function askedMessage(sim: Simulator, account: Account, sid: string): Message {
  const message = sim.store.message(account.sid, sid)
  if (message === undefined) throw notFound(`${accountUri(account.sid)}/Messages/${sid}.json`)
  return message
}

function newMessage(sim: Simulator, account: Account, form: URLSearchParams): OutboundMessage {
  const { to, number, viaService, content, sendAtMs, statusCallback } = checkMessage(sim, account, form)
  return draftOutbound(sim, {
    accountSid: account.sid,
    origin: 'api',
    from: number.number,
    to,
    content,
    status: sendAtMs !== null ? 'scheduled' : viaService ? 'accepted' : 'queued',
    sendAtMs,
    messagingServiceSid: viaService ? number.messagingServiceSid : null,
    statusCallback,
    planned: null,
  })
}

/** Until a status of a message was told, or it took too long. */
function firstCallback(sim: Simulator, message: OutboundMessage, atMostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(end, atMostMs)
    const unsubscribe = sim.events.subscribe(() => {
      if (message.statuses.some(({ delivery }) => delivery !== null)) end()
    })
  })
}
