import type { IncomingMessage, Server } from 'node:http'

/** Twilio gives up after 15 s; who takes longer to send a request only holds a connection. */
const usualMs = 20_000
/** What Node itself allows every request: no route grants more. */
export const longestMs = 300_000

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>()

/**
 * Ends requests that take too long to arrive, as Node does, whose own limit is one for all: a file that comes over a
 * phone takes longer than Twilio's largest form.
 */
export function endSlowRequests(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => giveTime(server, request, usualMs))
}

/** Gives a request that is known to be wanted more time, from now on. @param ms at most `longestMs` in all */
export function giveMoreTime(request: IncomingMessage, ms: number): void {
  const server = timers.has(request) && serverOf(request)
  if (server) giveTime(server, request, ms)
}

function giveTime(server: Server, request: IncomingMessage, ms: number): void {
  clearTimeout(timers.get(request))
  const timer = setTimeout(() => {
    if (request.complete) return
    const late = Object.assign(new Error('the request took too long'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    server.emit('clientError', late, request.socket)
  }, ms)
  timer.unref()
  timers.set(request, timer)
  if (ms === usualMs) request.once('close', () => clearTimeout(timers.get(request)))
}

/** Node keeps the server of a connection on it, as its own handlers of time-outs need it. */
function serverOf({ socket }: IncomingMessage): Server | undefined {
  return 'server' in socket ? (socket.server as Server) : undefined
}
