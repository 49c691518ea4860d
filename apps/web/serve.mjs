// The inbox's server: Next, and before it what passes /api on. Next holds the body of each request that a proxy.ts sees, up
// to ten megabytes of it, and cuts off the rest: a film would break, and strangers could fill the memory.
import http from 'node:http'
import https from 'node:https'
import { pipeline } from 'node:stream'
import { constants, createGzip } from 'node:zlib'

/** As long as the API takes to answer at most: a long recording is turned into a voice note, in milliseconds. */
const longestMs = 300_000
/** What is between two ends of one connection alone (RFC 9110, section 7.6.1). */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
/** Between two lines that say that the API can't be reached, in milliseconds. */
const sparingMs = 60_000
/** How long a request may take that is under way when this is stopped, in milliseconds. */
const patienceMs = 10_000
const { createServer } = http

// A proxy before this keeps its lines for up to a minute: closed by this end first, one would break under a request.
process.env.KEEP_ALIVE_TIMEOUT ||= '75000'

/** Next's own routes take a few words at most, in bytes. What is more it would hold before it is asked who sends it. */
const longestBody = 16 * 1024

/** Event streams, which end by themselves only when a screen is closed. @type {Set<http.ServerResponse>} */
const streams = new Set()

http.createServer = /** @type {typeof createServer} */ (
  (/** @type {http.RequestListener} */ listener) => {
    const server = createServer((request, response) => {
      if (isOfApi(request.url ?? '')) passToApi(request, response)
      else if (bodyOf(request) <= longestBody) listener(request, response)
      else refuseBody(response)
    })
    // Next answers no upgrade, and keeps the line for ever. Where nobody listens for one, it is a request like any other.
    server.once('listening', () => server.removeAllListeners('upgrade'))
    // Next lets what is under way come to its end before it exits.
    const end = () => {
      for (const stream of streams) stream.end()
      setTimeout(() => server.closeAllConnections(), patienceMs).unref()
    }
    process.once('SIGTERM', end).once('SIGINT', end)
    return server
  }
)

/**
 * By the path that Next would read: `/./api` is the API's too.
 * @param {string} url of a request
 */
function isOfApi(url) {
  const whole = url.startsWith('/') ? `http://web${url}` : url
  const path = URL.canParse(whole) ? new URL(whole).pathname : url
  return path === '/api' || path.startsWith('/api/')
}

/**
 * Passes a request and its answer on as they come, so that neither is held here.
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 */
function passToApi(request, response) {
  const origin = new URL(process.env.API_ORIGIN || 'http://127.0.0.1:3001')
  const { method = 'GET', headers, socket } = request
  const asked = (origin.protocol === 'https:' ? https : http).request(origin, {
    method,
    path: request.url ?? '/',
    headers: {
      ...Object.fromEntries(
        Object.entries(headers).filter(
          ([name]) => !ofConnection.has(name) && name !== 'expect' && name !== 'host',
        ),
      ),
      // Without one, the body's end is told in the body itself.
      ...(headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {}),
      // Told that this is the last request, the API would hang up on a body that it refuses, and nobody would read why.
      connection: 'keep-alive',
      'x-forwarded-for': [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', '),
      'x-forwarded-host': headers['x-forwarded-host'] ?? headers.host ?? '',
      'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
    },
    // A kept connection may be closed by the API just when it is used again.
    agent: false,
    timeout: longestMs,
  })
  asked.on('timeout', () => asked.destroy(new Error('no answer in time')))
  asked.on('response', (answer) => {
    const isZipped = gainsByGzip(request, answer)
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headersOf(answer, isZipped))
    // An event stream's head goes before its first event.
    response.flushHeaders()
    if (/^text\/event-stream\b/.test(answer.headers['content-type'] ?? '')) {
      streams.add(response)
      response.on('close', () => streams.delete(response))
    }
    if (isZipped) pipeline(answer, createGzip({ flush: constants.Z_SYNC_FLUSH }), response, () => undefined)
    else pipeline(answer, response, () => undefined)
  })
  asked.on('error', (error) => {
    // Whoever asked may have left meanwhile, which is nobody's fault.
    if (!response.destroyed) say(origin, error)
    refuse(response)
  })
  response.on('close', () => {
    asked.destroy()
    // What was answered before it was all sent is read to its end, or its sender would miss the answer.
    request.resume()
  })
  request.pipe(asked)
}

/**
 * Lists of messages shrink to a tenth. An event has to leave at once, and files are small as they can be.
 * @param {http.IncomingMessage} request
 * @param {http.IncomingMessage} answer
 */
function gainsByGzip({ method, headers: wanted }, { statusCode, headers }) {
  return (
    method !== 'HEAD' &&
    statusCode === 200 &&
    /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(wanted['accept-encoding'] ?? '')) &&
    /^(application\/json|text\/(html|csv))\b/.test(headers['content-type'] ?? '') &&
    !headers['content-encoding'] &&
    !/no-transform/.test(headers['cache-control'] ?? '') &&
    Number(headers['content-length'] ?? Infinity) > 1_024
  )
}

/**
 * @param {http.IncomingMessage} answer
 * @param {boolean} isZipped
 * @returns {string[]} names and values in turn, each as it came
 */
function headersOf({ rawHeaders }, isZipped) {
  const kept = rawHeaders.filter((_, at) => {
    const name = (rawHeaders[at - (at % 2)] ?? '').toLowerCase()
    return !ofConnection.has(name) && !(isZipped && name === 'content-length')
  })
  return isZipped ? [...kept, 'content-encoding', 'gzip', 'vary', 'accept-encoding'] : kept
}

/**
 * The length of a request's body in bytes, and endless where it isn't said beforehand.
 * @param {http.IncomingMessage} request
 */
function bodyOf({ headers }) {
  return headers['transfer-encoding'] ? Infinity : Number(headers['content-length'] ?? 0)
}

/** @param {http.ServerResponse} response */
function refuseBody(response) {
  response.writeHead(413, { connection: 'close' }).end()
}

let saidAt = -Infinity

/**
 * Tells the operator what every screen only knows as no answer.
 * @param {URL} origin
 * @param {Error & { code?: string }} error
 */
function say({ origin }, { code, message }) {
  if (performance.now() - saidAt < sparingMs) return
  saidAt = performance.now()
  console.error(`The API at ${origin} (API_ORIGIN) gave no answer: ${code ?? message}`)
}

/**
 * The app says it in its own words: an answer that is not the API's is one that did not come.
 * @param {http.ServerResponse} response
 */
function refuse(response) {
  // An answer that has begun ends with its own stream.
  if (!response.headersSent)
    response.writeHead(502, { 'content-type': 'text/plain' }).end('The API does not answer.')
}

await import('./.next/standalone/apps/web/server.js')
