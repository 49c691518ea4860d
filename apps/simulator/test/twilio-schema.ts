// Twilio's answers as JSON Schema, written from the resources' documentation: what the product reads, and what each
// field may hold (https://www.twilio.com/docs/messaging/api/message-resource, …/usage/api/account).

const sid = (prefix: string) => ({ type: 'string', pattern: `^${prefix}[0-9a-fA-F]{32}$` })
const nullable = (schema: { type: string; [rule: string]: unknown }) => ({
  ...schema,
  type: [schema.type, 'null'],
})
const digits = { type: 'string', pattern: '^\\d+$' }
const date = {
  type: 'string',
  pattern: '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000$',
}
const uri = { type: 'string', pattern: '^/2010-04-01/Accounts/AC[0-9a-fA-F]{32}.*$' }
const address = { type: 'string', pattern: '^(whatsapp:)?(\\+\\d{5,15}|[A-Z]{2}\\.\\w+)$' }

/** An object with these fields, all of them, and no other. */
function exactly(properties: Record<string, object>) {
  return { type: 'object', required: Object.keys(properties), additionalProperties: false, properties }
}

const statuses = [
  'accepted',
  'canceled',
  'delivered',
  'failed',
  'partially_delivered',
  'queued',
  'read',
  'received',
  'receiving',
  'scheduled',
  'sending',
  'sent',
  'undelivered',
]
const directions = ['inbound', 'outbound-api', 'outbound-call', 'outbound-reply']

const message = exactly({
  account_sid: sid('AC'),
  api_version: { const: '2010-04-01' },
  body: { type: 'string' },
  date_created: date,
  date_sent: nullable(date),
  date_updated: date,
  direction: { enum: directions },
  error_code: nullable({ type: 'integer' }),
  error_message: nullable({ type: 'string' }),
  from: nullable(address),
  messaging_service_sid: nullable(sid('MG')),
  num_media: digits,
  num_segments: digits,
  price: nullable({ type: 'string' }),
  price_unit: nullable({ type: 'string' }),
  sid: sid('(SM|MM)'),
  status: { enum: statuses },
  subresource_uris: { type: 'object', additionalProperties: uri },
  to: address,
  uri,
})

const medium = exactly({
  account_sid: sid('AC'),
  content_type: { type: 'string', minLength: 1 },
  date_created: date,
  date_updated: date,
  parent_sid: sid('(SM|MM)'),
  sid: sid('ME'),
  uri,
})

/** A page of a list, which goes by its own name. */
function pageOf(name: string, items: object) {
  return exactly({
    end: { type: 'integer' },
    first_page_uri: uri,
    [name]: { type: 'array', items },
    next_page_uri: nullable(uri),
    page: { type: 'integer' },
    page_size: { type: 'integer' },
    previous_page_uri: nullable(uri),
    start: { type: 'integer' },
    uri,
  })
}

const account = exactly({
  auth_token: { type: 'string', minLength: 1 },
  date_created: date,
  date_updated: date,
  friendly_name: { type: 'string', maxLength: 64 },
  owner_account_sid: sid('AC'),
  sid: sid('AC'),
  status: { enum: ['active', 'closed', 'suspended'] },
  subresource_uris: { type: 'object', additionalProperties: uri },
  type: { enum: ['Trial', 'Full'] },
  uri,
})

const error = exactly({
  code: { type: 'integer' },
  message: { type: 'string', minLength: 1 },
  more_info: { type: 'string', pattern: '^https://www\\.twilio\\.com/docs/errors/\\d+$' },
  status: { type: 'integer', minimum: 400, maximum: 599 },
})

export const twilioSchemas = {
  message,
  page: pageOf('messages', message),
  medium,
  mediaPage: pageOf('media_list', medium),
  account,
  error,
}
