import { setTimeout as sleep } from 'node:timers/promises'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Medium } from '../media.js'
import type { Account } from '../model.js'
import type { Simulator } from '../simulator.js'
import { notFound } from './errors.js'

/** Where Twilio keeps what messages carry, behind addresses that are signed and so need no credentials. */
export const mediaHost = '/mms.twiliocdn.com'

/** Answers for a file of a message as the API does: it leads to where the bytes are. */
export function redirectToMedium(
  sim: Simulator,
  account: Account,
  { sid, request, reply }: { sid: string; request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const medium = sim.media.find(account.sid, sid)
  if (medium === undefined || medium.misses > 0) {
    if (medium) medium.misses -= 1
    throw notFound(request.url.replace(/^\/[^/]+/, ''))
  }
  const kept = `${request.protocol}://${request.host}${mediaHost}/${account.sid}/${sid}?Expires=0&Signature=simulated`
  return reply.redirect(medium.redirectTo ?? kept, 307)
}

/** Gives the bytes themselves to whoever has the address. */
export function serveMedium(sim: Simulator, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { account = '', sid = '' } = request.params as Record<string, string | undefined>
  const medium = sim.media.find(account, sid)
  if (medium === undefined) return reply.status(404).send('not found')
  // As S3 does: two ways to sign in at once are one too many.
  if (request.headers.authorization !== undefined)
    return reply.status(400).send('only one auth mechanism is allowed')
  medium.served += 1
  reply.type(medium.servedType ?? medium.contentType)
  if (medium.name !== undefined) {
    reply.header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(medium.name)}`)
  }
  return reply.send(
    medium.trickleMs === undefined ? medium.content : Readable.from(trickle(medium, medium.trickleMs)),
  )
}

async function* trickle({ content }: Medium, pauseMs: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 1024) {
    await sleep(pauseMs)
    yield content.subarray(at, at + 1024)
  }
}
