import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'

export const fastifyOptions: FastifyServerOptions = {
  genReqId: () => randomUUID(),
  bodyLimit: 1024 * 1024,
  // Event streams and idle keep-alive connections must not hold up a stop.
  forceCloseConnections: true,
  // Twilio and load balancers keep connections open for a minute; the server must not close first.
  keepAliveTimeout: 75_000,
}

/** Forms reach the controllers as they came: Twilio's signature covers the raw fields. */
export function readForms(fastify: Pick<FastifyInstance, 'addContentTypeParser' | 'addHook'>): void {
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  )
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    done(null, payload)
  })
}
