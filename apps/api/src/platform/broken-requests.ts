import { randomUUID } from 'node:crypto'
import { maxHeaderSize, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { problem, type Problem } from './app-error.js'
import { errorBody } from './error-body.js'

const faults: Record<string, [status: string, fault: Problem]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    problem('headers_too_large', { kilobytes: maxHeaderSize / 1024 }),
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', problem('request_too_slow')],
}

/** The responses of each connection in their order: those that are not out yet, and the latest. */
const responses = new WeakMap<Socket, Set<ServerResponse>>()
/** Connections that end; whatever still comes over them is no news. */
const ending = new WeakSet<Socket>()

/** Notes which answers are under way, so that none is mixed with what a broken request is answered with. */
export function noteResponses(server: Server): void {
  // Ahead of whoever answers, who may do it at once.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const noted = responses.get(socket) ?? new Set()
    responses.set(socket, noted)
    for (const earlier of noted) if (isOut(earlier)) noted.delete(earlier)
    noted.add(response)
  })
}

const isOut = (response: ServerResponse) => response.writableFinished || response.destroyed

/**
 * Answers what is no request at all, or takes too long to become one, and ends its connection: Node has no response for
 * it, so the bytes are our own. Requests before it keep their answers, and none is answered twice.
 */
export function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (ending.has(socket)) return
  ending.add(socket)
  const noted = [...(responses.get(socket) ?? [])]
  const [last, owed] = [noted.at(-1), noted.filter((response) => response.req.complete && !isOut(response))]
  // The one that is being written; those behind it have no socket yet. An event stream would go on for ever.
  if (owed.some(({ socket: own, headersSent, writableEnded }) => own && headersSent && !writableEnded)) {
    return void socket.destroy()
  }
  const lastOwed = owed.at(-1)
  if (lastOwed) return void lastOwed.once('close', () => socket.destroySoon())
  const isAnswered = last !== undefined && !last.req.complete && last.headersSent
  if (!isAnswered && socket.writable) socket.write(answerTo(error.code ?? ''))
  socket.destroySoon()
}

function answerTo(code: string): string {
  const [status, fault] = faults[code] ?? ['400 Bad Request', problem('not_http')]
  const body = JSON.stringify(errorBody(fault, randomUUID()))
  const headers = `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
  return `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`
}
