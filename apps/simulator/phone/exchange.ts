import { reasonOf, refusalOf } from './outcome.js'

/** One call between the product and the simulated Twilio, as `GET /_sim/exchanges` tells of it. */
export interface Exchange {
  id: number
  at: string
  /** `in`: the product called Twilio. `out`: Twilio called the product. */
  direction: 'in' | 'out'
  method: string
  url: string
  /** 0 when no answer came. */
  status: number
  ms: number
  requestHeaders?: Record<string, string>
  requestBody: string
  responseHeaders?: Record<string, string>
  responseBody: string
  /** Whether a body was too long to be kept whole. */
  cut?: boolean
  /** Why it was refused or failed, as the simulator knows it. */
  reason?: string
  signature?: string
  signatureBase?: string
}

/** The fields of a body that is a form, in order; none where it is something else. */
export function formOf({ requestBody, requestHeaders = {} }: Exchange): [name: string, value: string][] {
  const type = Object.entries(requestHeaders).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const isForm = type === undefined ? /^[^=&\s{<]+=/.test(requestBody) : type.includes('urlencoded')
  return isForm && requestBody !== '' ? [...new URLSearchParams(requestBody)] : []
}

/** Whether it ended other than it should. */
export function isRefused({ status, reason }: Exchange): boolean {
  return status === 0 || status >= 400 || reason !== undefined
}

/** Whether the simulator can make the call again: only its own forms. */
export function canResend({ direction, method, cut }: Exchange): boolean {
  return direction === 'out' && method === 'POST' && cut !== true
}

/** What was asked, in a line. */
export function titleOf(exchange: Exchange): string {
  const fields = new Map(formOf(exchange))
  const body = fields.get('Body') ?? ''
  const said = body === '' ? (fields.get('MessageType') ?? 'no text') : `“${body}”`
  const { pathname } = URL.canParse(exchange.url) ? new URL(exchange.url) : { pathname: exchange.url }
  if (exchange.direction === 'out') {
    const status = fields.get('MessageStatus')
    if (status !== undefined) return `Status: ${status}`
    if (fields.has('MessageSid'))
      return `${fields.get('ProfileName') ?? fields.get('From') ?? ''} writes: ${said}`
    return 'Fetches a file'
  }
  if (pathname.endsWith('/Messages.json'))
    return exchange.method === 'POST' ? `Sends: ${body === '' ? 'no text' : said}` : 'Lists messages'
  if (pathname.includes('/Media')) return 'Fetches a file'
  if (pathname.endsWith('/ApprovalRequests/whatsapp')) return 'Submits a template'
  if (pathname.startsWith('/content.twilio.com/')) return contentTitles[exchange.method] ?? exchange.method
  if (/\/Messages\/[^/]+\.json$/.test(pathname)) return 'Asks for a message'
  return `${exchange.method} ${pathname}`
}

const contentTitles: Record<string, string> = {
  GET: 'Reads templates',
  POST: 'Writes a template',
  DELETE: 'Deletes a template',
}

/** Which try of the same delivery it was, and of how many: Twilio gives each of them the same token. */
export function tryOf(exchange: Exchange, all: Exchange[]): { number: number; of: number } {
  const token = tokenOf(exchange)
  const same = token === undefined ? [exchange] : all.filter((other) => tokenOf(other) === token)
  return { number: same.findIndex(({ id }) => id === exchange.id) + 1, of: same.length }
}

function tokenOf({ requestHeaders = {} }: Exchange): string | undefined {
  return Object.entries(requestHeaders).find(
    ([name]) => name.toLowerCase() === 'i-twilio-idempotency-token',
  )?.[1]
}

/** Why it was refused, and what to do about it; undefined where it went well. */
export function adviceOf(exchange: Exchange): { why: string; next: string } | undefined {
  if (!isRefused(exchange)) return undefined
  return exchange.direction === 'out' ? adviceOfPost(exchange) : adviceOfCall(exchange)
}

function adviceOfPost({ status, reason, url }: Exchange): { why: string; next: string } {
  const said = status === 0 ? reasonOf(reason) : refusalOf(status)
  const why = `Not delivered: ${said}`
  if (status === 0) return { why, next: 'Start the inbox, check the address, then send it again.' }
  if (status === 400 || status === 401 || status === 403) {
    const next = `Compare the number and the auth token in the inbox’s settings with the ones here. The signature covers the address too, letter by letter: ${url}`
    return { why, next }
  }
  if (status === 404)
    return { why, next: 'Set the number’s webhook to the address shown in the inbox’s settings.' }
  if (status >= 500) return { why, next: 'Check the inbox’s log at this time, then send it again.' }
  if (status >= 400) return { why, next: 'Read the response below, then send it again.' }
  return {
    why: reason ?? why,
    next: 'Twilio ignores this kind of response: respond with TwiML, or with nothing.',
  }
}

function adviceOfCall({ status, responseBody, reason }: Exchange): { why: string; next: string } {
  const { code, message, more_info: more } = readError(responseBody)
  const why =
    reason ?? (message === undefined ? `Twilio refused it (${status}).` : `${message} (${code ?? status})`)
  if (status === 401)
    return { why, next: 'The inbox uses a different account or auth token from the one registered here.' }
  if (status === 404)
    return { why, next: 'There’s nothing here by that name. It may be from before a restart.' }
  if (status === 429) return { why, next: 'The inbox is asking too often. It has to wait, then ask again.' }
  if (status >= 500 || status === 0)
    return { why, next: 'This failure was simulated. The inbox has to try again.' }
  return {
    why,
    next: more === undefined ? 'Correct what the inbox sends.' : `Twilio explains it at ${more}.`,
  }
}

function readError(body: string): { code?: number; message?: string; more_info?: string } {
  try {
    return (JSON.parse(body) ?? {}) as { code?: number; message?: string }
  } catch {
    // Not every answer is JSON; then its status alone speaks.
    return {}
  }
}
