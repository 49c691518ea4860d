import type { FastifyInstance } from 'fastify'
import { byteRange } from '../byte-range.js'
import { fileHeaders } from '../file-headers.js'
import { servingInput, type Medium } from '../media.js'
import type { Simulator } from '../simulator.js'
import { ControlError, parse } from './parse.js'

interface Place {
  account: string
  sid: string
}

/** The files of messages, as the phone shows them, and what becomes of them. */
export function mediaRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get<{ Params: Place }>('/media/:account/:sid', (request, reply) => {
    const { content, contentType, name, sid } = mediumAt(sim, request.params)
    const range = byteRange(request.headers.range, content.length)
    const size = content.length
    if (range === null) return reply.status(416).header('content-range', `bytes */${size}`).send()
    if (range !== undefined) {
      reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${size}`)
    }
    return reply
      .headers({
        ...fileHeaders(contentType, name ?? sid),
        'accept-ranges': 'bytes',
        'cache-control': 'private, max-age=86400',
      })
      .send(range === undefined ? content : content.subarray(range.from, range.to + 1))
  })

  app.patch<{ Params: Place }>('/media/:account/:sid', (request, reply) => {
    Object.assign(mediumAt(sim, request.params), parse(servingInput, request.body))
    return reply.status(204).send()
  })

  // From here on whatever was sent is where it should be.
  app.post('/media/mend', (_request, reply) => {
    sim.media.mend()
    return reply.status(204).send()
  })
}

function mediumAt(sim: Simulator, { account, sid }: Place): Medium {
  const medium = sim.media.find(account, sid)
  if (medium === undefined) throw new ControlError(404, `The file ${sid} is no longer kept.`)
  return medium
}
