import type { FastifyInstance } from 'fastify'
import type { Simulator } from '../simulator.js'

/** What becomes of files that customers sent. */
export function mediaRoutes(app: FastifyInstance, sim: Simulator): void {
  // From here on whatever was sent is where it should be.
  app.post('/media/mend', (_request, reply) => {
    sim.media.mend()
    return reply.status(204).send()
  })
}
