import { filesOf } from '../content.js'
import type { Medium } from '../media.js'
import type { Account, Message } from '../model.js'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** An RFC 2822 date in GMT, as every date of the 2010 API is written. */
function rfc2822(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${days[at.getUTCDay()]}, ${two(at.getUTCDate())} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`
}

/** The address of an account's resources, relative to https://api.twilio.com. */
export function accountUri(accountSid: string): string {
  return `/2010-04-01/Accounts/${accountSid}`
}

const directions = { api: 'outbound-api', reply: 'outbound-reply' }

/** api.v2010.account.message of twilio-oai, every field of it. */
export function messageResource(message: Message): Record<string, unknown> {
  const uri = `${accountUri(message.accountSid)}/Messages/${message.sid}`
  // A Messaging Service picks its sender later: until then there is neither a sender nor a segment.
  const unassigned = message.status === 'accepted' || message.status === 'scheduled'
  return {
    body: message.content.body,
    num_segments: unassigned ? '0' : '1',
    direction: message.direction === 'inbound' ? 'inbound' : directions[message.origin],
    from: unassigned ? null : message.from,
    date_updated: rfc2822(message.updatedAtMs),
    price: priceOf(message),
    error_message: null,
    uri: `${uri}.json`,
    account_sid: message.accountSid,
    num_media: String(mediaCountOf(message)),
    to: message.to,
    date_created: rfc2822(message.createdAtMs),
    status: message.status,
    sid: message.sid,
    date_sent: message.sentAtMs === null ? null : rfc2822(message.sentAtMs),
    messaging_service_sid: message.messagingServiceSid,
    error_code: message.errorCode,
    price_unit: priceOf(message) === null ? null : 'USD',
    api_version: '2010-04-01',
    subresource_uris: { media: `${uri}/Media.json` },
  }
}

/** Twilio's fee for a WhatsApp message, which stands there once the message has left or arrived. */
function priceOf({ status }: Message): string | null {
  return ['sent', 'delivered', 'read', 'received'].includes(status) ? '-0.00500' : null
}

/** api.v2010.account.message.media of twilio-oai. */
export function mediumResource({ sid, accountSid, messageSid, contentType, createdAtMs }: Medium) {
  const date = rfc2822(createdAtMs)
  return {
    sid,
    account_sid: accountSid,
    parent_sid: messageSid,
    content_type: contentType,
    date_created: date,
    date_updated: date,
    uri: `${accountUri(accountSid)}/Messages/${messageSid}/Media/${sid}.json`,
  }
}

/** How many files a message has, also where its form says so of others than it was given. */
function mediaCountOf(message: Message): number {
  if (message.content.kind === 'unfetched') return message.content.urls.length
  const said = message.direction === 'inbound' && message.posted?.form.find(([name]) => name === 'NumMedia')
  return said ? Number(said[1]) || 0 : filesOf(message.content).length
}

const accountParts = {
  addresses: 'Addresses',
  applications: 'Applications',
  available_phone_numbers: 'AvailablePhoneNumbers',
  balance: 'Balance',
  calls: 'Calls',
  incoming_phone_numbers: 'IncomingPhoneNumbers',
  keys: 'Keys',
  messages: 'Messages',
  recordings: 'Recordings',
  usage: 'Usage',
}

/** api.v2010.account of twilio-oai. */
export function accountResource(account: Account): Record<string, unknown> {
  const uri = accountUri(account.sid)
  return {
    auth_token: account.authToken,
    date_created: rfc2822(account.createdAtMs),
    date_updated: rfc2822(account.updatedAtMs),
    friendly_name: account.friendlyName,
    owner_account_sid: account.sid,
    sid: account.sid,
    status: account.status,
    subresource_uris: Object.fromEntries(
      Object.entries(accountParts).map(([name, part]) => [name, `${uri}/${part}.json`]),
    ),
    type: 'Full',
    uri: `${uri}.json`,
  }
}
