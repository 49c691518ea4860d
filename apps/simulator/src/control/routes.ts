import type { FastifyInstance } from 'fastify'
import type { Simulator } from '../simulator.js'
import { accountRoutes } from './accounts.js'
import { behaviourRoutes } from './behaviour.js'
import { customerRoutes } from './customers.js'
import { exchangeRoutes } from './exchanges.js'
import { guard } from './guard.js'
import { historyRoutes } from './history.js'
import { liveRoutes } from './live.js'
import { loadRoutes } from './load.js'
import { mediaRoutes } from './media.js'
import { messageRoutes } from './messages.js'
import { ControlError } from './parse.js'
import { sendMessageRoutes } from './send-messages.js'
import { templateRoutes } from './templates.js'

/** The API under /_sim that tests, the demo and load runs drive the simulator with. */
export function controlRoutes(sim: Simulator, token: string | null) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', guard(token))
    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof ControlError) {
        return reply.status(error.status).send({ error: error.message, details: error.details })
      }
      const status = statusOf(error)
      const text = error instanceof Error ? error.message : String(error)
      return reply.status(status).send({ error: text })
    })
    app.setNotFoundHandler((request, reply) =>
      reply.status(404).send({ error: `${request.method} ${request.url} is no route of the control API.` }),
    )
    for (const register of [
      accountRoutes,
      customerRoutes,
      sendMessageRoutes,
      historyRoutes,
      messageRoutes,
      mediaRoutes,
      templateRoutes,
      behaviourRoutes,
      exchangeRoutes,
      loadRoutes,
      liveRoutes,
    ]) {
      register(app, sim)
    }
  }
}

function statusOf(error: unknown): number {
  const given =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof given === 'number' ? given : 500
}
