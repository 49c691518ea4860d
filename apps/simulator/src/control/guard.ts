import type { FastifyRequest } from 'fastify'
import { ControlError } from './parse.js'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The control API has no password, so it answers this machine alone: the peer, the name it was called by (a
 * rebound DNS name is another one) and, from a browser, the page that calls must all be local.
 */
export function refuseStrangers(request: FastifyRequest): void {
  const peer = request.socket.remoteAddress ?? ''
  const localPeer = peer === '::1' || peer.startsWith('127.') || peer.startsWith('::ffff:127.')
  const { origin } = request.headers
  const localPage = origin === undefined || (URL.canParse(origin) && isLocal(new URL(origin).hostname))
  const name = `http://${request.headers.host ?? ''}`
  if (localPeer && localPage && URL.canParse(name) && isLocal(new URL(name).hostname)) return
  throw new ControlError(403, 'The control API and the phone answer this machine only: use http://127.0.0.1.')
}

function isLocal(hostname: string): boolean {
  return loopbackNames.has(hostname) || hostname.startsWith('127.') || hostname.endsWith('.localhost')
}
