import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type {
  FastifyBodyParser,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
} from 'fastify'
import { AppError, problem } from './app-error.js'
import { clientErrorHandler } from './broken-requests.js'
import { codeOfStatus, errorBody } from './error-body.js'
import { nestsDeeperThan } from './json-depth.js'
import { BodyReader } from './read-body.js'
import type { ShortWay } from './short-way.js'
import { longestMs } from './slow-requests.js'

/** Our own pages nest three deep. */
const maxJsonDepth = 32
/** A table that a member sends: more than all else that is posted. */
const maxTableBytes = 2 * 1024 * 1024

/** Faults that Fastify finds before any route: they answer in the API's shape too. */
function frameworkErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 400
  void reply
    .status(status)
    .send(errorBody({ ...problem('address_unreadable'), code: codeOfStatus(status) }, request.id))
}

export const fastifyOptions: FastifyServerOptions & { http: object } = {
  frameworkErrors,
  clientErrorHandler,
  genReqId: () => randomUUID(),
  // The usual limit, which is shorter, is slow-requests.ts's.
  requestTimeout: longestMs,
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
  // A request that arrives during a stop on a connection that is there is answered like those before it.
  return503OnClosing: false,
  // Twilio and load balancers keep connections open for a minute; the server must not close first.
  keepAliveTimeout: 75_000,
}

/**
 * How bodies are read. Forms reach the controllers as they came, because Twilio's signature covers the raw fields; an
 * empty JSON body is no body, because many clients announce JSON on every request. Other types are refused.
 * @param forms where a form was perhaps read before it came to the framework
 */
export function readBodies(fastify: FastifyInstance, forms: ShortWay): void {
  // Each has room of its own: no JSON that strangers send, and that takes long to answer, keeps Twilio's forms out.
  const readers = { json: new BodyReader(), forms: forms.reader, tables: new BodyReader(maxTableBytes) }
  const parseJson = fastify.getDefaultJsonParser('error', 'error')
  const parse: FastifyBodyParser<string> = (request, text, done) => {
    if (text === '') return done(null, undefined)
    if (nestsDeeperThan(maxJsonDepth, text)) {
      return done(new AppError('json_too_deep', { levels: maxJsonDepth }))
    }
    return parseJson(request, text, done)
  }
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', (request, payload, done) => {
    if (request.is404) done(null)
    else readers.json.read(payload).then((text) => parse(request, text, done), done)
  })
  fastify.addContentTypeParser('text/csv', async (request: FastifyRequest, payload: IncomingMessage) =>
    request.is404 ? undefined : readers.tables.read(payload),
  )
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    async (request: FastifyRequest, payload: IncomingMessage) =>
      request.is404 ? undefined : forms.read(payload),
  )
  // Read where it is wanted, as it comes; a form that no route reads is dropped with its request.
  fastify.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null))
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      for (const reader of Object.values(readers)) reader.end(request.raw)
    })
    done()
  })
  fastify.addHook('preHandler', (request, _reply, done) => done(forms.failureOf(request.raw)))
  fastify.addHook('onRoute', (route) => {
    const { handler } = route
    route.handler = function (request, reply) {
      const handling = handler.call(this, request, reply)
      for (const reader of Object.values(readers)) {
        if (handling instanceof Promise) void reader.whileInUse(request.raw, handling)
      }
      return handling
    }
  })
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    done(null, payload)
  })
}
