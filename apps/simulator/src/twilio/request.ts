import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { plainHeaders } from '../deliver/attempt.js'
import { requestFaults, type Fault, type FaultKind, type Probe } from '../faults.js'
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
    accountSid: accountSidOf(request),
    from: form.get('From') ?? queryOf(request).get('From') ?? '',
    to: form.get('To') ?? queryOf(request).get('To') ?? '',
    // What is said in a template stands in its variables.
    body: `${form.get('Body') ?? ''}${form.get('ContentVariables') ?? ''}`,
  }
}

/** The account in the path, else the user of the credentials. */
function accountSidOf({ url, headers }: FastifyRequest): string {
  const inPath = /\/Accounts\/(AC[0-9a-fA-F]{32})/.exec(url)?.[1]
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  return inPath ?? Buffer.from(encoded, 'base64').toString().split(':', 1)[0] ?? ''
}

/** Lets a waiting fault strike before the request is looked at. True when it took the request away. */
export async function strikeFirst(
  sim: Simulator,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const fault = sim.faults.take(requestFaults, probeOf(request))
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
  throw refusalBy(fault, reply)
}

/** The answer of a fault that is an error. */
export function refusalBy(fault: Fault, reply: FastifyReply): TwilioError {
  const status = fault.status ?? 500
  if (fault.retryAfterSec !== undefined) reply.header('Retry-After', String(fault.retryAfterSec))
  return new TwilioError(status, fault.code ?? codeFor(status), fault.message ?? messageFor(status))
}

/** Ends the connection without an answer: at once, or after the caller has waited in vain. */
export function cut(sim: Simulator, request: FastifyRequest, reply: FastifyReply, fault: Fault): void {
  reply.hijack()
  const { socket } = request.raw
  const kind: FaultKind = fault.kind
  recordExchange(sim, request, { status: 0, headers: {}, payload: '', reason: `fault: ${kind}` })
  if (kind === 'reset' || kind === 'accept-then-reset') socket.resetAndDestroy()
  else if (fault.delayMs !== undefined) setTimeout(() => socket.destroy(), fault.delayMs).unref()
}

/** Writes down what the product asked and was answered, for the inspector. */
export function recordExchange(
  sim: Simulator,
  request: FastifyRequest,
  answer: { status: number; headers: Parameters<typeof plainHeaders>[0]; payload: unknown; reason?: string },
): void {
  const responseBody = typeof answer.payload === 'string' ? answer.payload : ''
  const reason = answer.reason ?? (answer.status >= 400 ? refusalIn(responseBody) : undefined)
  sim.exchanges.record({
    at: new Date().toISOString(),
    direction: 'in',
    method: request.method,
    url: request.url,
    status: answer.status,
    ms: Math.round(performance.now() - (startedAt.get(request) ?? performance.now())),
    requestHeaders: plainHeaders(request.headers),
    requestBody: bodyOf(request),
    responseHeaders: plainHeaders(answer.headers),
    responseBody: Buffer.isBuffer(answer.payload) ? `(${answer.payload.length} bytes)` : responseBody,
    ...(reason === undefined ? {} : { reason }),
  })
}

function bodyOf({ body }: FastifyRequest): string {
  if (body === undefined || body === null) return ''
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body)
}

/** Twilio's code and sentence in an error's JSON. */
function refusalIn(body: string): string {
  if (!body.startsWith('{')) return body
  const { code, message } = JSON.parse(body) as { code?: number; message?: string }
  return `${code}: ${message}`
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
