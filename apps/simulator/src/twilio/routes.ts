import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Account } from '../model.js'
import type { Simulator } from '../simulator.js'
import { authenticate } from './auth.js'
import { notFound, TwilioError } from './errors.js'
import { listMessages } from './list-messages.js'
import { mediaHost, redirectToMedium, serveMedium } from './media.js'
import { createMessage, fetchMessage } from './messages.js'
import { noteStart, queryOf, recordExchange, strikeFirst } from './request.js'
import { accountResource } from './resource.js'

type Handle = (account: Account, request: FastifyRequest, reply: FastifyReply) => unknown

/** Hosts of Twilio: the product's client puts them in front of the path. */
const host = '/api.twilio.com'

/** Twilio's HTTP for the calls the product makes; everything else under a Twilio host is a 20404. */
export function twilioRoutes(sim: Simulator) {
  return async (app: FastifyInstance): Promise<void> => {
    const withAccount =
      (handle: Handle) =>
      async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
        if (await strikeFirst(sim, request, reply)) return undefined
        const account = authenticate(sim.store, request.headers.authorization, paramOf(request, 'account'))
        return handle(account, request, reply)
      }
    const path = `${host}/2010-04-01/Accounts`

    app.addHook('onRequest', async (request) => noteStart(request))
    app.addHook('onSend', async (request, reply, payload) => {
      recordExchange(sim, request, reply.statusCode, typeof payload === 'string' ? payload : '')
    })
    app.setErrorHandler((error, _request, reply) => answerError(error, reply))

    app.get(
      `${path}/:account(^[^/.]+).json`,
      withAccount((account) => accountResource(account)),
    )
    app.post(
      `${path}/:account/Messages.json`,
      withAccount((account, request, reply) => createMessage(sim, account, request, reply)),
    )
    app.get(
      `${path}/:account/Messages.json`,
      withAccount((account, request) => listMessages(sim.store, account, queryOf(request))),
    )
    app.get(
      `${path}/:account/Messages/:sid(^[^/.]+).json`,
      withAccount((account, request) => {
        const sid = paramOf(request, 'sid') ?? ''
        return fetchMessage(sim, account, sid, request.url.slice(host.length))
      }),
    )
    app.get(
      `${path}/:account/Messages/:message/Media/:sid(^[^/.]+)`,
      withAccount((account, request, reply) =>
        redirectToMedium(sim, account, { sid: paramOf(request, 'sid') ?? '', request, reply }),
      ),
    )
    app.get(`${mediaHost}/:account/:sid`, (request, reply) => serveMedium(sim, request, reply))
    for (const twilioHost of ['api', 'messaging', 'content', 'conversations', 'lookups', 'monitor']) {
      app.all(
        `/${twilioHost}.twilio.com/*`,
        withAccount((_account, request) => {
          throw notFound(request.url.replace(/^\/[^/]+/, '').replace(/\?.*/, ''))
        }),
      )
    }
  }
}

function paramOf(request: FastifyRequest, name: string): string | undefined {
  return (request.params as Record<string, string | undefined>)[name]
}

function answerError(error: unknown, reply: FastifyReply): void {
  if (error instanceof TwilioError) {
    if (error.status === 401) reply.header('WWW-Authenticate', 'Basic realm="Twilio API"')
    reply.status(error.status).send(error.toJSON())
    return
  }
  const text = error instanceof Error ? error.message : String(error)
  reply.status(500).send(new TwilioError(500, 20500, `The simulator failed: ${text}`).toJSON())
}
