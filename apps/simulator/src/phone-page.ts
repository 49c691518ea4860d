import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { refuseStrangers } from './control/guard.js'

/** Everything comes from this server; nothing is inline, nothing is foreign. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*",
].join('; ')

/**
 * The phone in the browser. Page and style are served as they are written, the script as it was compiled;
 * both are found from the package's root, which is the parent of src as well as of dist.
 */
export async function phonePage(app: FastifyInstance): Promise<void> {
  const root = fileURLToPath(new URL('../', import.meta.url))
  app.addHook('onRequest', async (request) => refuseStrangers(request))
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })
  await app.register(fastifyStatic, { root: `${root}phone`, serve: false, cacheControl: false })
  app.get('/', (_request, reply) => reply.sendFile('index.html'))
  const compiled = `${root}dist/phone`
  app.get<{ Params: { name: string } }>('/phone/:name(^[a-z]+\\.(?:css|js)$)', (request, reply) => {
    const { name } = request.params
    return name.endsWith('.js') ? reply.sendFile(name, compiled) : reply.sendFile(name)
  })
}
