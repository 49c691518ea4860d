import type { Account, AccountNumber } from '../model.js'
import { TwilioError } from './errors.js'

/** A request to send that Twilio would accept. */
export interface AcceptedRequest {
  to: string
  number: AccountNumber
  viaService: boolean
  body: string
  template: boolean
  numMedia: number
  statusCallback: string | null
}

const bodyLimit = 1600
const phoneAddress = /^whatsapp:\+[1-9]\d{6,14}$/
/** A business-scoped user id: country code, dot, id; never with a plus (TWILIO.md §2). */
const userIdAddress = /^whatsapp:[A-Z]{2}\.[A-Za-z0-9.]{3,128}$/

/** Checks a Messages.json form in Twilio's order and refuses it with Twilio's code. */
export function checkMessage(account: Account, form: URLSearchParams): AcceptedRequest {
  const to = (form.get('To') ?? '').trim()
  if (to === '') refuse(21604, "A 'To' phone number is required.")
  const { number, viaService } = senderOf(account, form, to)
  checkRecipient(to, number)
  const media = form.getAll('MediaUrl').filter((url) => url !== '')
  const contentSid = form.get('ContentSid') ?? ''
  const text = form.get('Body') ?? ''
  if (text === '' && media.length === 0 && contentSid === '') refuse(21602, 'Message body is required.')
  // Twilio counts UTF-16 units in its limit; nothing shorter in code points is refused that a phone would take.
  if (text.length > bodyLimit) refuse(21617, 'The concatenated message body exceeds the 1600 character limit')
  const template = contentSid !== ''
  return {
    to,
    number,
    viaService,
    body:
      template && text === '' ? `Template ${contentSid} ${form.get('ContentVariables') ?? ''}`.trim() : text,
    template,
    numMedia: media.length,
    statusCallback: callbackOf(form),
  }
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
