import type { FastifyInstance } from 'fastify'
import { postForm } from '../deliver/post-form.js'
import type { Exchange } from '../exchanges.js'
import type { Form } from '../model.js'
import type { Simulator } from '../simulator.js'
import { ControlError } from './parse.js'

/** The inspector: what was said between the product and Twilio, and saying it once more. */
export function exchangeRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get('/exchanges', () => sim.exchanges.list())

  app.get<{ Params: { id: string } }>('/exchanges/:id', (request) => exchangeOf(sim, request.params.id))

  // Signed anew: what was refused for its token or its address is answered as it would be now.
  app.post<{ Params: { id: string } }>('/exchanges/:id/resend', async (request) => {
    const exchange = exchangeOf(sim, request.params.id)
    const form = formOf(exchange)
    const accountSid = form.find(([name]) => name === 'AccountSid')?.[1] ?? ''
    const account = sim.store.accounts.get(accountSid)
    if (account === undefined) throw new ControlError(409, `${accountSid} is not registered any more.`)
    const posting = { url: exchange.url, form, authToken: account.authToken }
    const idempotencyToken = exchange.requestHeaders['I-Twilio-Idempotency-Token']
    const isMessage = form.some(([name, value]) => name === 'SmsStatus' && value === 'received')
    return postForm({ ...posting, idempotencyToken, obeys: isMessage }, sim.exchanges)
  })
}

function exchangeOf(sim: Simulator, id: string): Exchange {
  const exchange = sim.exchanges.find(Number(id))
  if (exchange === undefined) throw new ControlError(404, `The exchange ${id} is no longer kept.`)
  return exchange
}

/** The form that Twilio posted; nothing else is its to repeat. */
function formOf({ direction, method, requestBody, cut }: Exchange): Form {
  if (direction === 'in')
    throw new ControlError(400, 'This call came from the product; only it can repeat it.')
  if (method !== 'POST') throw new ControlError(400, 'A file is fetched again with its message.')
  if (cut) throw new ControlError(409, 'It was too long to keep in full, so it can’t be sent again.')
  return [...new URLSearchParams(requestBody)]
}
