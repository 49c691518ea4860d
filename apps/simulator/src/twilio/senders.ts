import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Account, AccountNumber } from '../model.js'
import type { Simulator } from '../simulator.js'
import type { WithAccount } from './auth.js'
import { notFound, TwilioError } from './errors.js'
import { pageOf } from './paging.js'
import { queryOf } from './request.js'

const path = '/messaging.twilio.com/v2/Channels/Senders'

/** Every Twilio account shares it, and none can change it. */
const sandbox = 'whatsapp:+14155238886'

const address = z.url({ protocol: /^https?$/ }).nullish()
const updateInput = z.looseObject({
  webhook: z.looseObject({ callback_url: address, fallback_url: address }).nullish(),
})

/** The WhatsApp senders of an account: its numbers, with where they call. */
export function senderRoutes(app: FastifyInstance, sim: Simulator, withAccount: WithAccount): void {
  app.get(
    path,
    withAccount((account, request) => {
      const query = queryOf(request)
      if (query.get('Channel') !== 'whatsapp') throw new TwilioError(400, 20001, 'Channel must be whatsapp')
      const place = { address: `https:/${path}`, key: 'senders', atMost: 1000 }
      const all = sendersOf(account).map((number) => senderResource(account, number))
      const { items, meta } = pageOf(all, query, place)
      return { senders: items, meta }
    }),
  )
  app.get(
    `${path}/:sid`,
    withAccount((account, request) => senderResource(account, asked(account, request))),
  )
  app.post(
    `${path}/:sid`,
    withAccount((account, request, reply) => {
      const number = asked(account, request)
      const input = updateInput.safeParse(request.body)
      if (!input.success) throw new TwilioError(400, 20001, input.error.issues[0]?.message ?? 'Bad request')
      const { callback_url: webhookUrl, fallback_url: fallbackUrl } = input.data.webhook ?? {}
      if (webhookUrl) number.webhookUrl = webhookUrl
      if (fallbackUrl !== undefined) number.fallbackUrl = fallbackUrl
      sim.store.saveAccount(account)
      reply.status(202)
      return { ...senderResource(account, number), status: 'ONLINE:UPDATING' }
    }),
  )
}

function sendersOf(account: Account): AccountNumber[] {
  return account.numbers.filter(({ number }) => number !== sandbox)
}

function asked(account: Account, request: FastifyRequest): AccountNumber {
  const { sid = '' } = request.params as { sid?: string }
  const number = sendersOf(account).find((each) => sidOf(account, each) === sid)
  if (number === undefined) throw notFound(`/v2/Channels/Senders/${sid}`)
  return number
}

/** The same for the same number of an account, always. */
function sidOf(account: Account, { number }: AccountNumber): string {
  return `XE${createHash('sha256').update(`${account.sid}/${number}`).digest('hex').slice(0, 32)}`
}

/** messaging.v2.channels_sender_response of twilio-oai. */
function senderResource(account: Account, number: AccountNumber) {
  const sid = sidOf(account, number)
  return {
    sid,
    status: account.status === 'active' ? 'ONLINE' : 'OFFLINE',
    sender_id: number.number,
    configuration: { waba_id: '12345678912345' },
    webhook: {
      callback_url: number.webhookUrl,
      callback_method: 'POST',
      fallback_url: number.fallbackUrl,
      fallback_method: 'POST',
      status_callback_url: null,
      status_callback_method: 'POST',
    },
    profile: { name: account.friendlyName, about: null, address: null, description: null, logo_url: null },
    properties: { quality_rating: 'HIGH', messaging_limit: '1K Customers/24hr' },
    offline_reasons: null,
    compliance: null,
    url: `https:/${path}/${sid}`,
  }
}
