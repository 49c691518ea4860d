import type { OutboundContent } from '../content.js'
import { fillTemplate, readVariables } from '../deliver/fill-template.js'
import type { Account, AccountNumber, Template } from '../model.js'
import type { Simulator } from '../simulator.js'
import type { Templates } from '../templates.js'
import { TwilioError } from './errors.js'

/** A request to send that Twilio would accept. */
export interface AcceptedRequest {
  to: string
  number: AccountNumber
  viaService: boolean
  content: OutboundContent
  /** When it is to leave; null for at once. */
  sendAtMs: number | null
  statusCallback: string | null
}

const bodyLimit = 1600
const phoneAddress = /^whatsapp:\+[1-9]\d{6,14}$/
/** A business-scoped user id: country code, dot, id; never with a plus (TWILIO.md §2). */
const userIdAddress = /^whatsapp:[A-Z]{2}\.[A-Za-z0-9.]{3,128}$/

/** Checks a Messages.json form in Twilio's order and refuses it with Twilio's code. */
export function checkMessage(
  { templates, clock }: Pick<Simulator, 'templates' | 'clock'>,
  account: Account,
  form: URLSearchParams,
): AcceptedRequest {
  const to = (form.get('To') ?? '').trim()
  if (to === '') refuse(21604, "A 'To' phone number is required.")
  const { number, viaService } = senderOf(account, form, to)
  checkRecipient(to, number)
  const content = contentOf(templates, account, form)
  const sendAtMs = sendAtOf(form, clock.now())
  return { to, number, viaService, content, sendAtMs, statusCallback: callbackOf(form) }
}

function contentOf(templates: Templates, account: Account, form: URLSearchParams): OutboundContent {
  const urls = mediaUrlsOf(form)
  const contentSid = form.get('ContentSid') ?? ''
  const place = placeOf(form.getAll('PersistentAction'))
  const body = form.get('Body') ?? ''
  const empty = body === '' && urls.length === 0 && place === undefined
  if (empty && contentSid === '') refuse(21602, 'Message body is required.')
  // Twilio counts UTF-16 units in its limit; nothing shorter in code points is refused that a phone would take.
  if (body.length > bodyLimit) refuse(21617, 'The concatenated message body exceeds the 1600 character limit')
  const variables = form.get('ContentVariables') ?? ''
  if (contentSid === '' && variables !== '') refuse(21654, 'ContentSid Required')
  // A template's own words go out, whatever the Body says.
  if (contentSid !== '') return templateOf(templates.find(account.sid, contentSid), contentSid, variables)
  if (urls.length > 0) return { kind: 'unfetched', body, urls }
  return place === undefined ? { kind: 'text', body } : { kind: 'location', body, ...place }
}

/** What WhatsApp thinks of a template is not asked here: Twilio takes it and fails it afterwards. */
function templateOf(template: Template | undefined, contentSid: string, variables: string): OutboundContent {
  if (template === undefined) return refuse(21655, 'The ContentSid is Invalid')
  const given = readVariables(variables) ?? refuse(21656, 'The ContentVariables Parameter is invalid')
  return { kind: 'template', contentSid, variables, ...fillTemplate(template, given) }
}

/** Where the files are; at most ten (21623), each at an address that can be asked (21620). */
function mediaUrlsOf(form: URLSearchParams): string[] {
  const urls = form.getAll('MediaUrl').filter((url) => url !== '')
  if (urls.length > 10) refuse(21623, 'Number of media files exceeds allowed limit')
  const wrong = urls.find((url) => !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
  if (wrong !== undefined) refuse(21620, `Invalid media URL(s): ${wrong}`)
  return urls
}

/** `geo:latitude,longitude|label`: the place of a location message, what it is called behind the bar. */
function placeOf(actions: string[]) {
  const place = /^geo:(-?[\d.]+),(-?[\d.]+)(?:\|(.*))?$/s.exec(actions[0] ?? '')
  if (place === null) return undefined
  const [, latitude, longitude, label = null] = place
  return { latitude: Number(latitude), longitude: Number(longitude), label, address: null }
}

function senderOf(
  account: Account,
  form: URLSearchParams,
  to: string,
): { number: AccountNumber; viaService: boolean } {
  const from = (form.get('From') ?? '').trim()
  const service = (form.get('MessagingServiceSid') ?? '').trim()
  if (from === '' && service === '') refuse(21603, "A 'From' phone number is required.")
  if (from === '') {
    const number = account.numbers.find((each) => each.messagingServiceSid === service)
    if (number === undefined) refuse(21701, 'The Messaging Service does not exist.')
    return { number, viaService: true }
  }
  if (from === to) refuse(63031, 'Channels message cannot have same From and To')
  if (from.startsWith('whatsapp:') !== to.startsWith('whatsapp:')) {
    refuse(21910, 'Invalid From and To pair. From and To should be of the same channel')
  }
  const number = account.numbers.find((each) => each.number === from)
  if (number !== undefined) return { number, viaService: false }
  if (from.startsWith('whatsapp:')) {
    refuse(63007, 'Twilio could not find a Channel with the specified From address')
  }
  return refuse(
    21606,
    `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination.`,
  )
}

function checkRecipient(to: string, number: AccountNumber): void {
  if (to === number.number) refuse(63031, 'Channels message cannot have same From and To')
  if (!phoneAddress.test(to) && !userIdAddress.test(to)) refuse(21211, `Invalid 'To' Phone Number: ${to}`)
}

/** Scheduled by a Messaging Service alone, from five minutes to 35 days ahead (Twilio docs, errors 35111 to 35118). */
function sendAtOf(form: URLSearchParams, nowMs: number): number | null {
  const [type, given] = [form.get('ScheduleType') ?? '', form.get('SendAt') ?? '']
  if (type === '' && given === '') return null
  if (given === '') refuse(35111, 'SendAt timestamp is missing')
  if (type !== 'fixed') refuse(35112, 'ScheduleType is missing')
  if ((form.get('MessagingServiceSid') ?? '') === '')
    refuse(35118, 'MessagingServiceSid is required to schedule a message')
  const sendAtMs = /^\d{4}-\d\d-\d\dT/.test(given) ? Date.parse(given) : Number.NaN
  const aheadMs = sendAtMs - nowMs
  if (!(aheadMs >= 300_000 && aheadMs <= 35 * 86_400_000)) {
    refuse(
      35114,
      'SendAt time must be between 300 seconds and 35 days (3024000 seconds) in the future, inclusive',
    )
  }
  return sendAtMs
}

/** The callback needs a valid host name without underscores (Twilio docs, StatusCallback). */
function callbackOf(form: URLSearchParams): string | null {
  const given = form.get('StatusCallback') ?? ''
  if (given === '') return null
  const url = URL.canParse(given) ? new URL(given) : undefined
  const usable = url !== undefined && /^https?:$/.test(url.protocol) && !url.hostname.includes('_')
  if (!usable) refuse(21609, `The 'StatusCallback' URL ${given} is not a valid URL.`)
  return given
}

function refuse(code: number, message: string): never {
  throw new TwilioError(400, code, message)
}
