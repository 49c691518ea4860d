import type { FastifyReply, FastifyRequest } from 'fastify'
import { clientIp } from './client-ip.js'
import { explainRefusal } from './explain-refusal.js'

/** About the body as it was sent; what is passed on is the parsed body, written anew. */
const bodyHeaders = new Set([
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'connection',
])

/** Fastify's request as the Fetch API's. The client's address is worked out here, so that it can't be made up. */
export function toWebRequest(
  { method, url, headers, body, socket }: FastifyRequest,
  webBaseUrl: string,
): Request {
  const passedOn = new Headers({ 'content-type': 'application/json' })
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !bodyHeaders.has(name)) passedOn.set(name, [value].flat().join(', '))
  }
  const forwardedFor = [headers['x-forwarded-for'] ?? []].flat().join(',')
  passedOn.set('x-forwarded-for', clientIp(forwardedFor, socket.remoteAddress ?? ''))
  // The guard has let it pass: no Origin is no browser's page. Better-auth would ask again, and refuse.
  if (headers.origin === undefined) passedOn.set('origin', new URL(webBaseUrl).origin)
  return new Request(new URL(url, webBaseUrl), {
    method,
    headers: passedOn,
    body: JSON.stringify(body ?? {}),
  })
}

/** Answers with what better-auth said; a refusal also carries the API's own error shape. */
export async function sendWebResponse(response: Response, reply: FastifyReply): Promise<void> {
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value)
  }
  const retryAfter = response.headers.get('x-retry-after')
  if (retryAfter) reply.header('retry-after', retryAfter)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  const text = await response.text()
  if (response.ok) {
    await reply.status(response.status).send(text)
    return
  }
  const { status, body } = explainRefusal(response.status, text, String(reply.request.id))
  await reply.status(status).type('application/json').send(body)
}
