import { lookup, type LookupAddress } from 'node:dns'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { isPublicAddress, literalOf } from './outside-address.js'

/** How long a connection may take to be made. */
const connectMs = 5_000

const maxRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])

export interface OutsideRequest {
  /** http or https. */
  url: string
  /** A value for Authorization. It goes to this address alone, and to nothing that it leads to. */
  authorization?: string | undefined
  /**
   * The one origin that may be at a private address, because the operator's configuration puts it in the place of an
   * outside service. Nothing that comes from outside may be given here.
   */
  standIn?: string | undefined
  /** How long all of it may take, the body included, in milliseconds. */
  timeoutMs: number
  /** How much of a body is read, in bytes. */
  maxBytes: number
  /** Ends it early. */
  signal?: AbortSignal | undefined
}

/** Why an outside fetch came to nothing. */
export type OutsideTrouble =
  /** The address is none that may be asked, or led to one. */
  | 'refused'
  | 'too_large'
  | 'too_slow'
  | 'too_many_redirects'
  /** It can't be reached, or went silent. */
  | 'unreachable'

export class OutsideError extends Error {
  constructor(
    readonly trouble: OutsideTrouble,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export interface OutsideAnswer {
  status: number
  contentType: string | undefined
  disposition: string | undefined
  /** Must be read to its end or destroyed. Fails with an OutsideError where a limit is passed. */
  body: Readable
}

/**
 * The one door through which this product asks addresses that somebody else named. It connects to public addresses only,
 * and to the very one that was checked: the host is looked up once, and each connection, so each redirect too, goes
 * through the same check.
 * @throws {OutsideError} when it comes to nothing; a status is an answer, whichever it is
 */
export async function fetchOutside(asked: OutsideRequest): Promise<OutsideAnswer> {
  const limit = beginLimit(asked)
  try {
    return await follow(asked, limit)
  } catch (error) {
    limit.end()
    throw error
  }
}

interface Limit {
  signal: AbortSignal
  /** Nothing has to be waited for any more. */
  end: () => void
}

/** A timer of our own: nothing else holds on to a time-out signal that is only one of several, and it may never come. */
function beginLimit({ timeoutMs, signal }: OutsideRequest): Limit {
  const ending = new AbortController()
  const abort = () => ending.abort()
  const timer = setTimeout(abort, timeoutMs)
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  const end = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
  return { signal: ending.signal, end }
}

async function follow(asked: OutsideRequest, limit: Limit): Promise<OutsideAnswer> {
  let url = readUrl(asked.url, asked.standIn)
  let { authorization } = asked
  for (let redirect = 0; redirect <= maxRedirects; redirect += 1) {
    const answer = await ask(url, authorization, asked, limit.signal)
    const { location } = answer.headers
    if (!redirects.has(answer.statusCode ?? 0) || location === undefined) return limited(answer, asked, limit)
    answer.destroy()
    authorization = undefined
    url = readUrl(location, asked.standIn, url)
  }
  throw new OutsideError('too_many_redirects', `more than ${maxRedirects} redirects`)
}

async function ask(
  url: URL,
  authorization: string | undefined,
  { standIn }: OutsideRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // What is packed could unpack to any size.
  const headers = {
    'accept-encoding': 'identity',
    accept: '*/*',
    ...(authorization ? { authorization } : {}),
  }
  // A literal is not looked up: it was checked when its address was read.
  const checked = url.origin === standIn ? {} : { lookup: lookUpPublic }
  try {
    return await send(url, { headers, ...checked }, signal)
  } catch (error) {
    throw explain(error, signal)
  }
}

/**
 * Asks by Node's older client, on a connection of its own. The one behind `fetch` fails where nobody can catch it, and
 * ends the process, when a host closes a connection whose bytes are not all read yet (undici's issue 5360).
 * @param signal ends it, the body included
 */
function send(
  url: URL,
  options: RequestOptions,
  signal?: AbortSignal | null,
  body?: Blob,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const begin = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = begin(url, { ...options, agent: false })
    let answer: IncomingMessage | undefined
    const end = () => (answer ?? request).destroy(new Error('it was ended'))
    request.once('socket', (socket) => {
      socket.setTimeout(connectMs, () => request.destroy(new Error('no connection in time')))
      socket.once('connect', () => socket.setTimeout(0))
    })
    request.once('response', (response) => {
      answer = response
      // Its reader gets the failure where there is one; a body that is left is nobody's fault.
      response.on('error', () => undefined)
      resolve(response)
    })
    request.on('error', reject)
    request.once('close', () => {
      signal?.removeEventListener('abort', end)
      reject(new Error('closed without an answer'))
    })
    if (signal?.aborted) end()
    signal?.addEventListener('abort', end)
    if (!body) request.end()
    else
      Readable.fromWeb(body.stream() as ReadableStream)
        .once('error', (error) => request.destroy(error))
        .pipe(request)
  })
}

/** What `fetch` is needed for here, to whatever the operator's own configuration names, which may be anywhere. */
export async function fetchConfigured(
  address: string | URL | Request,
  { method = 'GET', headers, body, signal }: RequestInit = {},
): Promise<Response> {
  const url = new URL(address instanceof Request ? address.url : address)
  const content = body === undefined || body === null ? undefined : new Blob([body as string | Blob])
  const sent = Object.fromEntries(new Headers(headers))
  if (content) sent['content-length'] = String(content.size)
  const answer = await send(url, { method, headers: sent }, signal, content)
  const { statusCode: status = 0 } = answer
  const isEmpty = method === 'HEAD' || status === 204 || status === 304
  if (isEmpty) answer.resume()
  const received = Object.entries(answer.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  return new Response(isEmpty ? null : (Readable.toWeb(answer) as BodyInit), { status, headers: received })
}

/**
 * Reads an address as it goes over the wire: other letters, backslashes and names before the host are how one address is
 * made to look like another.
 * @throws {OutsideError}
 */
function readUrl(text: string, standIn: string | undefined, base?: URL): URL {
  const url =
    /^[\x21-\x5b\x5d-\x7e]+$/.test(text) && URL.canParse(text, base) ? new URL(text, base) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new OutsideError('refused', 'it is no plain http address')
  }
  requirePublic(literalOf(url.hostname), url.origin, standIn)
  return url
}

function requirePublic(address: string | undefined, origin: string, standIn: string | undefined): void {
  if (address === undefined || origin === standIn || isPublicAddress(address)) return
  throw new OutsideError('refused', 'it is no address of the public internet')
}

/** Fails where any of a host's addresses is not public: of two answers the second could be the one that is meant. */
const lookUpPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, [])
    const refused = addresses.some(({ address }) => !isPublicAddress(address))
    if (refused || addresses.length === 0) {
      return done(new OutsideError('refused', 'its host is no address of the public internet'), [])
    }
    const [first] = addresses as [LookupAddress]
    return options.all ? done(null, addresses) : done(null, first.address, first.family)
  })
}

function limited(answer: IncomingMessage, { maxBytes }: OutsideRequest, limit: Limit): OutsideAnswer {
  const { statusCode: status = 0, headers } = answer
  const contentType = headers['content-type']
  const disposition = headers['content-disposition']
  if (Number(headers['content-length']) > maxBytes) {
    answer.destroy()
    throw new OutsideError('too_large', `more than ${maxBytes} bytes`)
  }
  async function* read() {
    let bytes = 0
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > maxBytes) throw new OutsideError('too_large', `more than ${maxBytes} bytes`)
        yield chunk
      }
    } catch (error) {
      throw explain(error, limit.signal)
    }
  }
  const bounded = Readable.from(read(), { objectMode: false })
  bounded.once('close', () => {
    limit.end()
    answer.destroy()
  })
  return {
    status,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    disposition: typeof disposition === 'string' ? disposition : undefined,
    body: bounded,
  }
}

function explain(error: unknown, signal: AbortSignal): OutsideError {
  if (error instanceof OutsideError) return error
  if (error instanceof Error && error.cause instanceof OutsideError) return error.cause
  if (signal.aborted) return new OutsideError('too_slow', 'it took too long', { cause: error })
  return new OutsideError('unreachable', 'it could not be reached', { cause: error })
}
