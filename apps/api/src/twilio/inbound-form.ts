import type { MessageDetails } from '@cloudpa/contracts/messages'
import { readAddress, readUserId, type Address } from './address.js'
import type { FlatForm } from './flat-form.js'

/** A customer's message as Twilio's form tells it (https://www.twilio.com/docs/messaging/guides/webhook-request). */
export interface InboundForm {
  sid: string
  accountSid: string
  from: Address
  /** The WhatsApp user id that came along with a phone number, or is the address itself. */
  userId: string | undefined
  profileName: string | undefined
  body: string
  details: Omit<MessageDetails, 'media'>
  /** Where what it carries is, and what Twilio says of that. */
  media: FormMedia[]
}

/** A file that a form names. */
export interface FormMedia {
  url: string
  contentType: string | null
}

/** Twilio's ids and addresses are far shorter; the database could not index what is much longer. */
const maxIdLength = 200
/** An AccountSid has 34 characters, and Settings takes no more than these. */
const maxAccountSidLength = 64
const maxNameLength = 200
/** The longest WhatsApp text; Twilio's own are 1,600. A page of messages is to stay small, whoever signs what. */
const maxBodyLength = 4_096
/** Captions, labels and the like, which Twilio keeps far shorter. */
const maxTextLength = 1_000
/** Half an address leads nowhere, so a longer one is none. */
const maxUrlLength = 2_000
/** Twilio's MediaUrl0 to MediaUrl9. */
const maxMedia = 10

/** Which of our numbers a form is for. `To` is missing in some old forms, and is the service's in Messaging Services. */
export interface Recipient {
  accountSid: string
  to: string | undefined
  messagingServiceSid: string | undefined
}

/** @returns undefined when the form names no account, or something longer than any id, and so can't be anybody's */
export function readRecipient(form: FlatForm, field: 'To' | 'From' = 'To'): Recipient | undefined {
  const accountSid = form.get('AccountSid')
  if (!accountSid || accountSid.length > maxAccountSidLength) return undefined
  const to = readAddress(form.get(field))?.value
  const messagingServiceSid = form.get('MessagingServiceSid')
  if ([to, messagingServiceSid].some((id) => id !== undefined && id.length > maxIdLength)) return undefined
  return { accountSid, to, messagingServiceSid }
}

/** The message's id: MessageSid, or one of the two deprecated names of the same. One longer than any is none. */
export function readMessageSid(form: FlatForm): string | undefined {
  const sid = form.get('MessageSid') ?? form.get('SmsSid') ?? form.get('SmsMessageSid')
  return sid && sid.length <= maxIdLength ? sid : undefined
}

/** What makes a form a message; the rest is decoration. */
type Essentials = Pick<InboundForm, 'sid' | 'accountSid' | 'from'>

/** @returns undefined when a form lacks what makes it a message: an id, an account and a sender */
export function readEssentials(form: FlatForm): Essentials | undefined {
  const sid = readMessageSid(form)
  const accountSid = form.get('AccountSid')
  const from = readAddress(form.get('From'))
  if (!sid || !accountSid || !from || from.value.length > maxIdLength) return undefined
  return { sid, accountSid, from }
}

/** By characters, not by code units: half an emoji is no text. */
function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  return Array.from(text.slice(0, 2 * maxLength))
    .slice(0, maxLength)
    .join('')
}

/**
 * Reads a customer's message, within the bounds of what a screen can hold. Unknown fields are left alone, and values that make no sense are taken for absent:
 * a message is worth more than its decoration.
 * @returns undefined when it lacks what makes it a message
 */
export function readInboundForm(form: FlatForm): InboundForm | undefined {
  const essentials = readEssentials(form)
  if (!essentials) return undefined
  const { from } = essentials
  return {
    ...essentials,
    userId: from.kind === 'user_id' ? from.value : readUserId(form.get('ExternalUserId')),
    profileName: clip(form.get('ProfileName')?.trim() ?? '', maxNameLength) || undefined,
    body: clip(form.get('Body') ?? '', maxBodyLength),
    details: readDetails(form),
    media: readMedia(form),
  }
}

function readMedia(form: FlatForm): FormMedia[] {
  return form
    .numbered('MediaUrl')
    .filter(({ value }) => value.length <= maxUrlLength)
    .slice(0, maxMedia)
    .map(({ index, value }) => ({ url: value, contentType: readText(form, `MediaContentType${index}`) }))
}

const readText = (form: FlatForm, name: string) => clip(form.get(name) ?? '', maxTextLength) || null

function readDetails(form: FlatForm): InboundForm['details'] {
  const text = (name: string) => readText(form, name)
  const exact = (name: string, maxLength: number) => {
    const value = form.get(name)
    return value && value.length <= maxLength ? value : null
  }
  return {
    location: readLocation(form, text),
    button:
      form.get('ButtonText') || form.get('ButtonPayload')
        ? { text: text('ButtonText'), payload: text('ButtonPayload') }
        : null,
    referral: form.get('ReferralSourceId')
      ? {
          sourceId: text('ReferralSourceId'),
          sourceUrl: exact('ReferralSourceUrl', maxUrlLength),
          headline: text('ReferralHeadline'),
        }
      : null,
    forwarded: form.get('Forwarded') === 'true' || form.get('FrequentlyForwarded') === 'true',
    replyToSid: exact('OriginalRepliedMessageSid', maxIdLength),
  }
}

function readLocation(form: FlatForm, text: (name: string) => string | null): MessageDetails['location'] {
  const latitude = Number(form.get('Latitude') ?? Number.NaN)
  const longitude = Number(form.get('Longitude') ?? Number.NaN)
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null
  return { latitude, longitude, label: text('Label'), address: text('Address') }
}
