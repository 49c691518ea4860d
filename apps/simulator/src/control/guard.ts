import type { FastifyReply, FastifyRequest } from 'fastify'
import { sameSecret } from '../secret.js'
import { ControlError } from './parse.js'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])
const cookieName = 'simulator_token'

/**
 * Who may use the phone and the control API: this machine, and from elsewhere whoever has the token.
 * @param token null where nobody from elsewhere is let in
 */
export function guard(token: string | null) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const given = token === null ? null : tokenIn(request)
    if (token !== null && given !== null && isOwnPage(request) && sameSecret(given.token, token)) {
      return given.inAddress ? keepToken(request, reply, token) : undefined
    }
    if (isThisMachine(request)) return undefined
    throw new ControlError(
      403,
      token === null
        ? 'The control API and the phone answer this machine only: use http://127.0.0.1.'
        : 'From another machine the phone opens by the link with the token that the simulator printed when it started.',
    )
  }
}

/** Whether an address is this machine's own, so that nobody else can reach what listens there. */
export function isLoopback(hostname: string): boolean {
  return loopbackNames.has(hostname) || hostname === '::1' || hostname.startsWith('127.')
}

/** As `?token=` in a link, in the cookie that the link leaves, or as a bearer's. */
function tokenIn(request: FastifyRequest): { token: string; inAddress: boolean } | null {
  const inAddress = new URL(request.url, 'http://simulator').searchParams.get('token')
  if (inAddress !== null) return { token: inAddress, inAddress: true }
  const inCookie = request.headers.cookie
    ?.split(/;\s*/)
    .find((each) => each.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1)
  const borne = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const token = inCookie ?? borne
  return token === undefined ? null : { token, inAddress: false }
}

/**
 * Leaves the token in a cookie that no script reads and no other site's request bears.
 * @returns the answer, where that sends a page on to its address without the token
 */
function keepToken(request: FastifyRequest, reply: FastifyReply, token: string): FastifyReply | undefined {
  reply.header('set-cookie', `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000`)
  if (request.method !== 'GET' || request.url.startsWith('/_sim')) return undefined
  // A token in the address would stay in the history and in what is shared.
  const url = new URL(request.url, 'http://simulator')
  url.searchParams.delete('token')
  return reply.redirect(url.pathname + url.search, 303)
}

/** Whether a page that calls is one of this server's; what is no page names none. */
function isOwnPage({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

/**
 * The peer, the name it was called by (a rebound DNS name is another one) and, from a browser, the page that calls must
 * all be local; what a proxy passes on comes from elsewhere.
 */
function isThisMachine(request: FastifyRequest): boolean {
  const { origin, host = '', forwarded, 'x-forwarded-for': forwardedFor } = request.headers
  if (forwarded !== undefined || forwardedFor !== undefined) return false
  const peer = request.socket.remoteAddress ?? ''
  const localPeer = isLoopback(peer.replace(/^::ffff:/, ''))
  const localPage = origin === undefined || (URL.canParse(origin) && isLocal(new URL(origin).hostname))
  const name = `http://${host}`
  return localPeer && localPage && URL.canParse(name) && isLocal(new URL(name).hostname)
}

function isLocal(hostname: string): boolean {
  return isLoopback(hostname) || hostname.endsWith('.localhost')
}
