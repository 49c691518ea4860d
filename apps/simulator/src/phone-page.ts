import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { guard } from './control/guard.js'

/** Everything comes from this server; nothing is inline, nothing is foreign. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  // A file is played from the page's own memory, where every second of it can be reached.
  'media-src blob:',
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*",
].join('; ')

/** The microphone for the phone's own voice messages, also where it is framed; nothing else of the machine. */
const permissionsPolicy = 'camera=(), geolocation=(), microphone=(self), payment=()'

/** The typefaces: from npm, served from here, so that the page asks nobody else for anything. */
const fonts: Record<string, string[]> = {
  'hanken-grotesk': ['latin', 'latin-ext', 'vietnamese'],
  newsreader: ['latin', 'latin-ext'],
  vazirmatn: ['arabic'],
}

/** Where each file of the page lies, by its name in the address. */
function placesOf(root: string): Map<string, string> {
  const { resolve } = createRequire(import.meta.url)
  const faces = Object.entries(fonts).flatMap(([family, subsets]) =>
    subsets.map((subset): [string, string] => {
      const name = `${family}-${subset}-wght-normal.woff2`
      return [`fonts/${name}`, resolve(`@fontsource-variable/${family}/files/${name}`)]
    }),
  )
  const design = ['tokens.css', 'tones.css', 'mark.svg'].map((name): [string, string] => [
    name,
    resolve(`@cloudpa/face/${name}`),
  ])
  // The compiled script is missing where the source runs as it is, in tests that have no use for it.
  const own = (folder: string, type: string) =>
    (existsSync(`${root}${folder}`) ? readdirSync(`${root}${folder}`) : [])
      .filter((name) => name.endsWith(type))
      .map((name): [string, string] => [name, `${root}${folder}/${name}`])
  return new Map([...faces, ...design, ...own('phone', '.css'), ...own('dist/phone', '.js')])
}

/**
 * The phone in the browser. Page and style are served as they are written, the script as it was compiled;
 * both are found from the package's root, which is the parent of src, of dist and of the bundle's folder.
 */
export function phonePage(token: string | null) {
  return (app: FastifyInstance): Promise<void> => servePhone(app, token)
}

async function servePhone(app: FastifyInstance, token: string | null): Promise<void> {
  const root = fileURLToPath(new URL('../', import.meta.url))
  const places = placesOf(root)
  app.addHook('onRequest', guard(token))
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': contentSecurityPolicy,
      'permissions-policy': permissionsPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })
  await app.register(fastifyStatic, { root: `${root}phone`, serve: false, cacheControl: false })
  app.get('/', (_request, reply) => reply.sendFile('index.html'))
  app.get('/inspector', (_request, reply) => reply.sendFile('inspector.html'))
  app.get<{ Params: { '*': string } }>('/phone/*', (request, reply) => {
    const place = places.get(request.params['*'])
    if (place === undefined) return reply.callNotFound()
    // Fonts never change under their name; the rest may with every build.
    if (place.endsWith('.woff2')) reply.header('cache-control', 'public, max-age=86400')
    return reply.sendFile(basename(place), dirname(place))
  })
}
