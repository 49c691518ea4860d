import { randomUUID } from 'node:crypto'
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
} from 'fastify'

/** Faults that Fastify finds before any route: they answer in the API's shape too. */
function frameworkErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const message = 'The address of the request can’t be read.'
  const body = { error: { code: 'invalid_request', message, requestId: String(request.id) } }
  void reply.status(error.statusCode ?? 400).send(body)
}

export const fastifyOptions: FastifyServerOptions = {
  frameworkErrors,
  genReqId: () => randomUUID(),
  bodyLimit: 1024 * 1024,
  // Event streams and idle keep-alive connections must not hold up a stop.
  forceCloseConnections: true,
  // Twilio and load balancers keep connections open for a minute; the server must not close first.
  keepAliveTimeout: 75_000,
}

/**
 * How bodies are read. Forms reach the controllers as they came, because Twilio's signature covers the raw fields; an
 * empty JSON body is no body, because many clients announce JSON on every request.
 */
export function readBodies(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error')
  fastify.removeContentTypeParser('application/json')
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parseJson(request, body as string, done)
  })
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
