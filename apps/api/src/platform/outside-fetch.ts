import { lookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { Agent, buildConnector, fetch, request } from 'undici'
import { isPublicAddress, literalOf } from './outside-address.js'

/**
 * For what the operator's own configuration names, which may be anywhere. Node's fetch is another version of the same
 * library, which takes this one's connections for its own and can't speak over them.
 */
export const fetchConfigured = fetch as unknown as typeof globalThis.fetch

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
    if (!redirects.has(answer.statusCode) || typeof location !== 'string')
      return limited(answer, asked, limit)
    answer.body.destroy()
    authorization = undefined
    url = readUrl(location, asked.standIn, url)
  }
  throw new OutsideError('too_many_redirects', `more than ${maxRedirects} redirects`)
}

type Answer = Awaited<ReturnType<typeof request>>

async function ask(
  url: URL,
  authorization: string | undefined,
  { standIn }: OutsideRequest,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const answer = await request(url, {
      dispatcher: agentFor(standIn),
      signal,
      // What is packed could unpack to any size.
      headers: { 'accept-encoding': 'identity', accept: '*/*', ...(authorization ? { authorization } : {}) },
    })
    // Its reader gets the failure where there is one; a body that is left is nobody's fault.
    answer.body.on('error', () => undefined)
    return answer
  } catch (error) {
    throw explain(error, signal)
  }
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

/** One for the public internet, and one for each stand-in that this process was configured with. */
const agents = new Map<string | undefined, Agent>()

function agentFor(standIn: string | undefined): Agent {
  let agent = agents.get(standIn)
  if (!agent) {
    agent = new Agent({ connect: checkedConnector(standIn), pipelining: 0, keepAliveTimeout: 4_000 })
    agents.set(standIn, agent)
  }
  return agent
}

/** Connects as undici does, to addresses that were checked. A literal is checked here, since it is not looked up. */
function checkedConnector(standIn: string | undefined): buildConnector.connector {
  const toStandIn = buildConnector({ timeout: 5_000 })
  const outside = buildConnector({ timeout: 5_000, lookup: lookUpPublic })
  return (options, done) => {
    const origin = new URL(`${options.protocol}//${options.host ?? options.hostname}`).origin
    if (origin === standIn) return toStandIn(options, done)
    try {
      requirePublic(literalOf(options.hostname), origin, undefined)
    } catch (error) {
      return done(error as Error, null)
    }
    return outside(options, done)
  }
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

function limited(answer: Answer, { maxBytes }: OutsideRequest, limit: Limit): OutsideAnswer {
  const { statusCode, headers, body } = answer
  const contentType = headers['content-type']
  const disposition = headers['content-disposition']
  if (Number(headers['content-length']) > maxBytes) {
    body.destroy()
    throw new OutsideError('too_large', `more than ${maxBytes} bytes`)
  }
  async function* read() {
    let bytes = 0
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
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
    body.destroy()
  })
  return {
    status: statusCode,
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
