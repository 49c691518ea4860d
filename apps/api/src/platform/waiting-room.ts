import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { errorStatus } from '@cloudpa/contracts/errors'
import type { Env } from '../env.js'
import { problem } from './app-error.js'
import { errorBody } from './error-body.js'
import { StartError } from './process.js'

const retryAfterS = '5'

/**
 * Answers on the API's port until the API can: the process lives, and is not ready. Twilio comes again after a 503,
 * as it would not for long after a refused connection.
 * @throws {StartError} when the port is taken, or HOST is none of this machine's addresses
 */
export async function openWaitingRoom({ HOST, PORT }: Env): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    // The next request must find the API, and not this server behind a connection that was kept.
    response.setHeader('connection', 'close').setHeader('content-type', 'application/json; charset=utf-8')
    if (request.url === '/health/live') return response.end(JSON.stringify({ status: 'ok' }))
    const body = errorBody(problem('starting'), randomUUID())
    return response
      .writeHead(errorStatus.unavailable, { 'retry-after': retryAfterS })
      .end(JSON.stringify(body))
  })
  await listen(server, PORT, HOST)
  return {
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const variable = ['EADDRINUSE', 'EACCES'].includes(code ?? '') ? 'PORT' : 'HOST'
    throw new StartError(`${variable}: cannot listen on ${host}:${port}: ${message}`, { cause: error })
  }
}
