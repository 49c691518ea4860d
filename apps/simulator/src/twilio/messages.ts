import type { FastifyReply, FastifyRequest } from 'fastify'
import { newSid } from '../deliver/webhook.js'
import type { Account, Message } from '../model.js'
import type { Simulator } from '../simulator.js'
import { checkMessage } from './check-message.js'
import { notFound, TwilioError } from './errors.js'
import { cut, formOf, probeOf } from './request.js'
import { messageResource } from './resource.js'

/** POST Messages.json: accepts a message and begins its life. */
export function createMessage(
  sim: Simulator,
  account: Account,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  if (account.status !== 'active') throw new TwilioError(403, 20005, 'Account not active')
  const probe = probeOf(request)
  const message = newMessage(sim, account, formOf(request))
  const planned = sim.faults.take(['callback-error'], probe)
  if (planned !== undefined) message.plannedErrorCode = planned.code ?? 63016
  sim.store.addMessage(message)
  // Written before the message's life goes on: the answer says how it was accepted.
  const answer = messageResource(message)
  sim.receipts.accepted(message)
  const broken = sim.faults.take(['accept-then-reset', 'accept-then-hang'], probe)
  if (planned !== undefined || broken !== undefined) sim.events.emit({ kind: 'faults' })
  if (broken !== undefined) {
    cut(sim, request, reply, broken)
    return undefined
  }
  reply.status(201)
  return answer
}

/** GET Messages/:sid.json */
export function fetchMessage(sim: Simulator, account: Account, sid: string, path: string): unknown {
  const message = sim.store.message(account.sid, sid)
  if (message === undefined) throw notFound(path)
  return messageResource(message)
}

function newMessage(sim: Simulator, account: Account, form: URLSearchParams): Message {
  const accepted = checkMessage(account, form)
  const nowMs = sim.clock.now()
  return {
    sid: newSid(accepted.numMedia > 0 ? 'MM' : 'SM'),
    accountSid: account.sid,
    direction: 'outbound',
    from: accepted.number.number,
    to: accepted.to,
    body: accepted.body,
    status: accepted.viaService ? 'accepted' : 'queued',
    errorCode: null,
    messagingServiceSid: accepted.viaService ? accepted.number.messagingServiceSid : null,
    numMedia: accepted.numMedia,
    customerId: sim.store.customerAt(accepted.to)?.id ?? null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    sentAtMs: null,
    statusCallback: accepted.statusCallback,
    template: accepted.template,
    plannedErrorCode: null,
    statuses: [],
    seen: false,
    form: null,
    url: null,
    deliveries: [],
  }
}
