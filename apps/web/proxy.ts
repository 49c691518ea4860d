import { NextResponse, type NextRequest } from 'next/server'
import { apiOrigin } from './api-origin'

const sessionCookies = ['better-auth.session_token', '__Secure-better-auth.session_token']
const appPages = ['/', '/inbox', '/contacts', '/settings', '/demo']

/** Next's one gate: app pages need a session cookie, and every page gets its CSP. /api comes here in `next dev` alone. */
export function proxy(request: NextRequest) {
  const { pathname, searchParams } = request.nextUrl
  if (pathname.startsWith('/api/')) return toApi(request)

  const hasCookie = sessionCookies.some((name) => request.cookies.has(name))
  if (!hasCookie && isAppPage(pathname)) return redirectTo(request, '/sign-in', pathname)
  // `expired` marks a cookie that the API no longer knows: without it the two pages would bounce for ever.
  if (hasCookie && pathname === '/sign-in' && !searchParams.has('expired')) {
    return redirectTo(request, '/inbox')
  }
  return page(request)
}

function toApi(request: NextRequest) {
  const headers = new Headers(request.headers)
  if (!headers.has('x-forwarded-host')) headers.set('x-forwarded-host', request.headers.get('host') ?? '')
  if (!headers.has('x-forwarded-proto')) {
    headers.set('x-forwarded-proto', request.nextUrl.protocol.replace(':', ''))
  }
  return NextResponse.rewrite(new URL(request.nextUrl.pathname + request.nextUrl.search, apiOrigin()), {
    request: { headers },
  })
}

function page(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

function contentSecurityPolicy(nonce: string) {
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ''}`,
    // Radix and sonner write style attributes and tags of their own, which no nonce reaches.
    "style-src 'self' 'unsafe-inline'",
    // A file is seen and heard before it is sent: what this page made itself, and nobody else's.
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function isAppPage(pathname: string) {
  return appPages.some((page) => pathname === page || (page !== '/' && pathname.startsWith(`${page}/`)))
}

function redirectTo(request: NextRequest, pathname: string, next?: string) {
  const url = request.nextUrl.clone()
  url.pathname = pathname
  url.search = next && next !== '/' && next !== '/inbox' ? `?next=${encodeURIComponent(next)}` : ''
  return NextResponse.redirect(url)
}

export const config = { matcher: ['/((?!_next/|icon\\.svg$|favicon-unread\\.svg$).*)'] }
