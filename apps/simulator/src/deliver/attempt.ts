import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { FailureCause } from './retry-policy.js'

/** What one HTTP attempt came to. */
export interface Attempt {
  status: number
  contentType: string
  headers: Record<string, string>
  body: string
  cause?: FailureCause
  error?: string
}

/** The connections of a run that posts thousands of forms. */
export interface Connections {
  http: http.Agent
  https: https.Agent
}

const bodyLimit = 64 * 1024

/** Connections that stay open between forms. */
export function openConnections(atMost: number): Connections {
  const options = { keepAlive: true, maxSockets: atMost }
  return { http: new http.Agent(options), https: new https.Agent(options) }
}

export function closeConnections(connections: Connections): void {
  connections.http.destroy()
  connections.https.destroy()
}

/** Posts once and says how it ended; it never throws. */
export function attemptPost(request: {
  url: string
  payload: string
  headers: Record<string, string>
  connectTimeoutMs: number
  readTimeoutMs: number
  connections?: Connections | undefined
}): Promise<Attempt> {
  return new Promise((resolve) => {
    let connected = false
    const fail = (error: Error): void => {
      const cause = connected ? 'rt' : 'ct'
      resolve({ status: 0, contentType: '', headers: {}, body: '', cause, error: describe(error) })
    }
    let outgoing: http.ClientRequest
    try {
      outgoing = open(request)
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
      return
    }
    const stop = (reason: string) => () => outgoing.destroy(new Error(reason))
    let timer = setTimeout(
      stop(`no connection within ${request.connectTimeoutMs} ms`),
      request.connectTimeoutMs,
    )
    const onConnected = (): void => {
      connected = true
      clearTimeout(timer)
      timer = setTimeout(stop(`no answer within ${request.readTimeoutMs} ms`), request.readTimeoutMs)
    }
    outgoing.once('socket', (socket: Socket) => {
      if (socket.connecting)
        socket.once(request.url.startsWith('https:') ? 'secureConnect' : 'connect', onConnected)
      else onConnected()
    })
    outgoing.once('close', () => clearTimeout(timer))
    outgoing.once('error', fail)
    outgoing.once('response', (response) => readAnswer(response, resolve, fail))
    outgoing.end(request.payload)
  })
}

function open(request: Parameters<typeof attemptPost>[0]): http.ClientRequest {
  const { url, headers, connections } = request
  const options = { method: 'POST', headers }
  // Without shared connections each form gets its own, as from a service with many exits.
  if (url.startsWith('https:')) return https.request(url, { ...options, agent: connections?.https ?? false })
  return http.request(url, { ...options, agent: connections?.http ?? false })
}

function readAnswer(
  response: http.IncomingMessage,
  resolve: (attempt: Attempt) => void,
  fail: (error: Error) => void,
): void {
  let body = ''
  response.setEncoding('utf8')
  response.on('data', (part: string) => {
    if (body.length < bodyLimit) body += part
  })
  response.once('error', fail)
  response.once('end', () => {
    resolve({
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      headers: plainHeaders(response.headers),
      body: body.slice(0, bodyLimit),
    })
  })
}

/** Headers with one value each, as they are shown. */
export function plainHeaders(headers: Record<string, number | string | string[] | undefined>) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function describe(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // A refused connection to a name with two addresses arrives as an AggregateError without a message.
  return error.message === '' ? code || error.name : error.message
}
