import type { FastifyInstance } from 'fastify'
import type { Account, AccountNumber } from '../model.js'
import type { WithAccount } from './auth.js'
import { iso } from './content-resource.js'
import { notFound } from './errors.js'
import { pageOf } from './paging.js'
import { queryOf } from './request.js'

const host = '/messaging.twilio.com'

/** The Messaging Services of an account: those that its numbers are in. */
export function serviceRoutes(app: FastifyInstance, withAccount: WithAccount): void {
  app.get(
    `${host}/v1/Services`,
    withAccount((account, request) => {
      const place = { address: `https:/${host}/v1/Services`, key: 'services', atMost: 100 }
      const { items, meta } = pageOf(servicesOf(account), queryOf(request), place)
      return { services: items, meta }
    }),
  )
  app.get(
    `${host}/v1/Services/:sid`,
    withAccount((account, request) => {
      const { sid = '' } = request.params as { sid?: string }
      const service = servicesOf(account).find((each) => each.sid === sid)
      if (service === undefined) throw notFound(`/v1/Services/${sid}`)
      return service
    }),
  )
}

function servicesOf(account: Account): { sid: string }[] {
  const bySid = new Map<string, AccountNumber>()
  for (const number of account.numbers) {
    const { messagingServiceSid: sid } = number
    if (sid !== null && !bySid.has(sid)) bySid.set(sid, number)
  }
  return [...bySid].map(([sid, number]) => serviceResource(account, sid, number))
}

/** messaging.v1.service of twilio-oai. */
function serviceResource(account: Account, sid: string, { webhookUrl, fallbackUrl }: AccountNumber) {
  const url = `https:/${host}/v1/Services/${sid}`
  const parts = ['phone_numbers', 'short_codes', 'alpha_senders', 'channel_senders']
  return {
    sid,
    account_sid: account.sid,
    friendly_name: account.friendlyName,
    date_created: iso(account.createdAtMs),
    date_updated: iso(account.updatedAtMs),
    inbound_request_url: webhookUrl,
    inbound_method: 'POST',
    fallback_url: fallbackUrl,
    fallback_method: 'POST',
    status_callback: null,
    sticky_sender: true,
    mms_converter: true,
    smart_encoding: false,
    scan_message_content: 'inherit',
    fallback_to_long_code: false,
    area_code_geomatch: false,
    synchronous_validation: false,
    validity_period: 36_000,
    usecase: 'undeclared',
    us_app_to_person_registered: false,
    use_inbound_webhook_on_number: false,
    url,
    links: Object.fromEntries(parts.map((part) => [part, `${url}/${nameOf(part)}`])),
  }
}

/** `phone_numbers` → `PhoneNumbers` */
function nameOf(part: string): string {
  return part.replace(/(?:^|_)([a-z])/g, (_whole, letter: string) => letter.toUpperCase())
}
