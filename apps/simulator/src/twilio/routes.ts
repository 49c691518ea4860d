import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Simulator } from '../simulator.js'
import { authenticate, refusal, type WithAccount } from './auth.js'
import { contentRoutes } from './content.js'
import { notFound, TwilioError } from './errors.js'
import { listMessages } from './list-messages.js'
import { mediumRoutes } from './media.js'
import { createMessage, fetchMessage, updateMessage } from './messages.js'
import { noteStart, queryOf, recordExchange, strikeFirst } from './request.js'
import { accountResource } from './resource.js'
import { serviceRoutes } from './services.js'
import { senderRoutes } from './senders.js'
import { typingRoutes } from './typing.js'

/** Hosts of Twilio: the product's client puts them in front of the path. */
const host = '/api.twilio.com'

/** Twilio's HTTP for the calls the product makes; everything else under a Twilio host is a 20404. */
export function twilioRoutes(sim: Simulator) {
  return async (app: FastifyInstance): Promise<void> => {
    const withAccount: WithAccount =
      (handle) =>
      async (request, reply): Promise<unknown> => {
        // A stranger's request takes no fault away that waits for the product.
        const caller = authenticate(sim.store, request.headers.authorization, paramOf(request, 'account'))
        if (await strikeFirst(sim, request, reply)) return undefined
        return handle(caller.account, request, reply, caller)
      }
    const path = `${host}/2010-04-01/Accounts`

    app.addHook('onRequest', async (request) => noteStart(request))
    app.addHook('onSend', async (request, reply, payload) => {
      recordExchange(sim, request, { status: reply.statusCode, headers: reply.getHeaders(), payload })
    })
    app.setErrorHandler((error, _request, reply) => answerError(error, reply))

    app.get(
      `${path}/:account(^[^/.]+).json`,
      withAccount((account, _request, _reply, { main }) => {
        // A standard key opens everything but accounts and keys (Twilio docs, API keys).
        if (!main) throw refusal()
        return accountResource(account)
      }),
    )
    app.post(
      `${path}/:account/Messages.json`,
      withAccount((account, request, reply) => createMessage(sim, account, request, reply)),
    )
    app.get(
      `${path}/:account/Messages.json`,
      withAccount((account, request) => listMessages(sim.store, account, queryOf(request))),
    )
    const oneMessage = `${path}/:account/Messages/:sid(^[^/.]+).json`
    app.get(
      oneMessage,
      withAccount((account, request) => fetchMessage(sim, account, paramOf(request, 'sid') ?? '')),
    )
    app.post(
      oneMessage,
      withAccount((account, request) => updateMessage(sim, account, request, paramOf(request, 'sid') ?? '')),
    )
    mediumRoutes(app, sim, withAccount, `${path}/:account/Messages/:message/Media`)
    typingRoutes(app, sim, withAccount)
    contentRoutes(app, sim, withAccount)
    serviceRoutes(app, withAccount)
    senderRoutes(app, sim, withAccount)
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
