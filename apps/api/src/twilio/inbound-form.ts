import type { MessageContent, MessageContext, Referral } from '@cloudpa/contracts/content'
import type { Medium } from '@cloudpa/contracts/media'
import { withChannelMetadata, type Fields } from './channel-metadata.js'
import { readAddress, readUserId, type Address } from './address.js'
import type { FlatForm } from './flat-form.js'
import { clip } from '../platform/clip-text.js'
import { readText } from './form-text.js'
import { readInboundContent } from './inbound-content.js'

/** A customer's message as Twilio's form tells it (https://www.twilio.com/docs/messaging/guides/webhook-request). */
export interface InboundForm {
  sid: string
  accountSid: string
  from: Address
  /** The WhatsApp user id that came along with a phone number, or is the address itself. */
  userId: string | undefined
  profileName: string | undefined
  /** What it says, given the files that were made of `media`. */
  contentWith: (media: Medium[]) => MessageContent
  context: Pick<MessageContext, 'forwarded' | 'oftenForwarded' | 'replyToSid'>
  /** Where what it carries is, and what Twilio says of that. */
  media: FormMedia[]
  referral: (Omit<Referral, 'picture'> & { picture: FormMedia | null }) | null
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

/**
 * Reads a customer's message, within the bounds of what a screen can hold. Unknown fields are left alone, and values that make no sense are taken for absent:
 * a message is worth more than its decoration.
 * @returns undefined when it lacks what makes it a message
 */
export function readInboundForm(flat: FlatForm): InboundForm | undefined {
  const essentials = readEssentials(flat)
  if (!essentials) return undefined
  const form = withChannelMetadata(flat)
  const { from } = essentials
  const body = clip(form.get('Body') ?? '', maxBodyLength)
  return {
    ...essentials,
    userId: from.kind === 'user_id' ? from.value : readUserId(form.get('ExternalUserId')),
    profileName: clip(form.get('ProfileName')?.trim() ?? '', maxNameLength) || undefined,
    contentWith: (media) => readInboundContent(form, body, media),
    context: readContext(form),
    media: readMedia(form),
    referral: readReferral(form),
  }
}

function readMedia(form: Fields): FormMedia[] {
  return form
    .numbered('MediaUrl')
    .filter(({ value }) => value.length <= maxUrlLength)
    .slice(0, maxMedia)
    .map(({ index, value }) => ({ url: value, contentType: readText(form, `MediaContentType${index}`) }))
}

function readContext(form: Fields): InboundForm['context'] {
  const often = isTrue(form, 'FrequentlyForwarded')
  return {
    forwarded: often || isTrue(form, 'Forwarded'),
    oftenForwarded: often,
    replyToSid: readExact(form, 'OriginalRepliedMessageSid', maxIdLength),
  }
}

const isTrue = (form: Fields, name: string) => form.get(name)?.trim().toLowerCase() === 'true'

/** An advertisement, as far as it is told: its source may be missing, and a click's id alone shows nobody anything. */
function readReferral(form: Fields): InboundForm['referral'] {
  const url = readExact(form, 'ReferralMediaUrl', maxUrlLength)
  const sourceUrl = readExact(form, 'ReferralSourceUrl', maxUrlLength)
  const referral = {
    sourceId: readText(form, 'ReferralSourceId'),
    sourceUrl: sourceUrl && /^https?:\/\//i.test(sourceUrl) ? sourceUrl : null,
    headline: readText(form, 'ReferralHeadline'),
    body: readText(form, 'ReferralBody'),
    picture: url === null ? null : { url, contentType: readText(form, 'ReferralMediaContentType') },
  }
  return Object.values(referral).some((value) => value !== null) ? referral : null
}

/** A value that is worth nothing without its end. */
function readExact(form: Fields, name: string, maxLength: number): string | null {
  const value = form.get(name)
  return value && value.length <= maxLength ? value : null
}
