import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** How often a server that stops looks for connections which nothing happens on any more. */
const sweepMs = 100
/** Who has begun to send a request when the stop comes may finish it within this time. */
const sendingGraceMs = 5_000

/**
 * A stop takes no new connections, answers every request that is under way, and closes what only waits: Node's own
 * close() would wait for idle connections that became so after it, for browsers' spare ones that never said anything,
 * and for senders that never end.
 */
export function stopInOrder(fastify: FastifyInstance): void {
  const { server } = fastify
  /** Each open connection, with the response on it that is not out yet. */
  const connections = new Map<Socket, ServerResponse | undefined>()
  let stopping = false
  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined)
    socket.once('close', () => connections.delete(socket))
  })
  // Ahead of whoever answers, who may do it at once.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    connections.set(socket, response)
    if (stopping) sayGoodbye(response)
    response.once('close', () => {
      if (connections.get(socket) === response) connections.set(socket, undefined)
    })
  })

  const sweep = (isOver: boolean) => {
    server.closeIdleConnections()
    for (const [socket, response] of connections) {
      const isSilent = socket.bytesRead === 0
      // Node took the idle ones, so what brought no whole request is sending one.
      const isSending = !response?.req.complete
      if (isSilent || (isOver && isSending)) socket.destroy()
    }
  }
  fastify.addHook('preClose', (done) => {
    stopping = true
    for (const response of connections.values()) if (response) sayGoodbye(response)
    const startedAt = performance.now()
    const timer = setInterval(() => sweep(performance.now() - startedAt > sendingGraceMs), sweepMs)
    server.once('close', () => clearInterval(timer))
    done()
  })
}

function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}
