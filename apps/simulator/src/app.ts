import Fastify, { type FastifyInstance } from 'fastify'
import { controlRoutes } from './control/routes.js'
import { phonePage } from './phone-page.js'
import type { Simulator } from './simulator.js'
import { twilioRoutes } from './twilio/routes.js'

/**
 * The HTTP server: Twilio's hosts, the control API and the phone.
 * @param token opens the latter two from other machines; without one they answer this machine alone
 */
export function buildApp(sim: Simulator, token: string | null = null): FastifyInstance {
  // A hanging fault or an open event stream must not hold up the shutdown.
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 4 * 1024 * 1024 })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, new URLSearchParams(body.toString()))
    },
  )
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(body.toString()))
    } catch (cause) {
      const text = `The body is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`
      done(Object.assign(new Error(text), { statusCode: 400 }))
    }
  })
  app.get('/health', () => ({ status: 'ok' }))
  app.register(twilioRoutes(sim))
  app.register(controlRoutes(sim, token), { prefix: '/_sim' })
  app.register(phonePage(token))
  return app
}
