import { setTimeout as sleep } from 'node:timers/promises'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { filesOf } from '../content.js'
import { fileHeaders } from '../file-headers.js'
import type { Medium } from '../media.js'
import type { Account } from '../model.js'
import type { Simulator } from '../simulator.js'
import type { WithAccount } from './auth.js'
import { notFound } from './errors.js'
import { strikeFirst } from './request.js'
import { accountUri, mediumResource } from './resource.js'

/** Where Twilio keeps what messages carry, behind addresses that are signed and so need no credentials. */
const mediaHost = '/mms.twiliocdn.com'

/**
 * The files of messages, as resources and as bytes.
 * @param path of a message's media
 */
export function mediumRoutes(
  app: FastifyInstance,
  sim: Simulator,
  withAccount: WithAccount,
  path: string,
): void {
  app.get(
    `${path}.json`,
    withAccount((account, request) => listMedia(sim, account, request)),
  )
  const one = `${path}/:sid(^[^/.]+)`
  app.get(
    `${one}.json`,
    withAccount((account, request) => mediumResource(askedMedium(sim, account, request))),
  )
  app.delete(
    `${one}.json`,
    withAccount((account, request, reply) => deleteMedium(sim, account, request, reply)),
  )
  app.get(
    one,
    withAccount((account, request, reply) => redirectToMedium(sim, account, request, reply)),
  )
  app.get(`${mediaHost}/:account/:sid`, async (request, reply) => {
    if (await strikeFirst(sim, request, reply)) return undefined
    return serveMedium(sim, request, reply)
  })
}

/** Answers for a file of a message as the API does: it leads to where the bytes are. */
function redirectToMedium(
  sim: Simulator,
  account: Account,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const medium = askedMedium(sim, account, request)
  if (medium.misses !== undefined && medium.misses > 0) {
    medium.misses -= 1
    throw notFound(pathOf(request))
  }
  const kept = `${request.protocol}://${request.host}${mediaHost}/${account.sid}/${medium.sid}?Expires=0&Signature=simulated`
  return reply.redirect(medium.redirectTo ?? kept, 307)
}

/** DELETE Media/:sid.json: the message stays, without its file. */
function deleteMedium(
  sim: Simulator,
  account: Account,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { sid, messageSid } = askedMedium(sim, account, request)
  sim.media.remove(sid)
  const message = sim.store.message(account.sid, messageSid)
  if (message !== undefined && 'files' in message.content) {
    message.content.files = message.content.files.filter((file) => file.sid !== sid)
    sim.store.touched(message)
  }
  return reply.status(204).send()
}

/** GET Media.json: a message has ten files at most, so that one page holds them. */
function listMedia(sim: Simulator, account: Account, request: FastifyRequest): unknown {
  const { message: messageSid = '' } = paramsOf(request)
  const message = sim.store.message(account.sid, messageSid)
  if (message === undefined) throw notFound(pathOf(request))
  const found = filesOf(message.content)
    .map(({ sid }) => sim.media.find(account.sid, sid))
    .filter((medium) => medium !== undefined)
  const uri = `${accountUri(account.sid)}/Messages/${messageSid}/Media.json?PageSize=50&Page=0`
  return {
    first_page_uri: uri,
    end: Math.max(0, found.length - 1),
    previous_page_uri: null,
    media_list: found.map(mediumResource),
    uri,
    page_size: 50,
    start: 0,
    next_page_uri: null,
    page: 0,
  }
}

function askedMedium(sim: Simulator, account: Account, request: FastifyRequest): Medium {
  const { message, sid = '' } = paramsOf(request)
  const medium = sim.media.find(account.sid, sid)
  if (medium === undefined || medium.messageSid !== message) throw notFound(pathOf(request))
  return medium
}

function paramsOf(request: FastifyRequest): Record<string, string | undefined> {
  return request.params as Record<string, string | undefined>
}

/** The address as Twilio knows it: without the host that stands in front here. */
function pathOf(request: FastifyRequest): string {
  return request.url.replace(/^\/[^/]+/, '')
}

/** Gives the bytes themselves to whoever has the address. */
function serveMedium(sim: Simulator, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { account = '', sid = '' } = paramsOf(request)
  const medium = sim.media.find(account, sid)
  if (medium === undefined) return reply.status(404).send('not found')
  // As S3 does: two ways to sign in at once are one too many.
  if (request.headers.authorization !== undefined)
    return reply.status(400).send('only one auth mechanism is allowed')
  reply.headers(fileHeaders(medium.servedType ?? medium.contentType, medium.name))
  return reply.send(medium.trickleMs ? Readable.from(trickle(medium, medium.trickleMs)) : medium.content)
}

async function* trickle({ content }: Medium, pauseMs: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 1024) {
    await sleep(pauseMs)
    yield content.subarray(at, at + 1024)
  }
}
