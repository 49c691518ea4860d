import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Fault, FaultKind, Probe } from '../faults.js'
import type { Simulator } from '../simulator.js'
import { TwilioError } from './errors.js'

/** The form of a request, flat and in order; empty where there is none. */
export function formOf(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
}

/** The query as Twilio's names need it: `DateSent>=…` has the name `DateSent>`. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://simulator').searchParams
}

export function probeOf(request: FastifyRequest): Probe {
  const form = formOf(request)
  return {
    method: request.method,
    path: request.url,
    to: form.get('To') ?? queryOf(request).get('To') ?? '',
    body: form.get('Body') ?? '',
  }
}

/** Lets a waiting fault strike before the request is looked at. True when it took the request away. */
export async function strikeFirst(
  sim: Simulator,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const fault = sim.faults.take(['error', 'hang', 'reset', 'slow'], probeOf(request))
  if (fault === undefined) return false
  sim.events.emit({ kind: 'faults' })
  if (fault.kind === 'slow') {
    await sleep(fault.delayMs ?? 3000)
    return false
  }
  if (fault.kind !== 'error') {
    cut(sim, request, reply, fault)
    return true
  }
  const status = fault.status ?? 500
  if (fault.retryAfterSec !== undefined) reply.header('Retry-After', String(fault.retryAfterSec))
  throw new TwilioError(status, fault.code ?? codeFor(status), fault.message ?? messageFor(status))
}

/** Ends the connection without an answer: at once, or after the caller has waited in vain. */
export function cut(sim: Simulator, request: FastifyRequest, reply: FastifyReply, fault: Fault): void {
  reply.hijack()
  const { socket } = request.raw
  const kind: FaultKind = fault.kind
  recordExchange(sim, request, 0, '', `fault: ${kind}`)
  if (kind === 'reset' || kind === 'accept-then-reset') socket.resetAndDestroy()
  else if (fault.delayMs !== undefined) setTimeout(() => socket.destroy(), fault.delayMs).unref()
}

export function recordExchange(
  sim: Simulator,
  request: FastifyRequest,
  status: number,
  responseBody: string,
  error?: string,
): void {
  sim.exchanges.record({
    at: new Date().toISOString(),
    direction: 'in',
    method: request.method,
    url: request.url,
    status,
    ms: Math.round(performance.now() - (startedAt.get(request) ?? performance.now())),
    requestBody: formOf(request).toString(),
    responseBody,
    ...(error === undefined ? {} : { error }),
  })
}

const startedAt = new WeakMap<FastifyRequest, number>()

export function noteStart(request: FastifyRequest): void {
  startedAt.set(request, performance.now())
}

function codeFor(status: number): number {
  const codes: Record<number, number> = { 401: 20003, 403: 20403, 404: 20404, 429: 20429, 503: 20503 }
  return codes[status] ?? (status >= 500 ? 20500 : 20001)
}

function messageFor(status: number): string {
  const texts: Record<number, string> = {
    401: 'Authenticate',
    429: 'Too Many Requests',
    503: 'Service Unavailable',
  }
  return texts[status] ?? (status >= 500 ? 'An internal server error has occurred' : 'Bad request')
}
