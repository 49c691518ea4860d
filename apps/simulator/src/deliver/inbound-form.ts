import type { InboundContent, InboundContext, KeptFile, Referral } from '../content.js'
import { mediaUrl } from '../media.js'
import type { Account, AccountNumber, Customer, Form } from '../model.js'

/** What the form of a message is made of. */
export interface InboundParts {
  sid: string
  /** The customer's address. */
  from: string
  account: Account
  number: AccountNumber
  customer: Customer
  profileName: string
  content: InboundContent
  context: InboundContext
  /** Who wrote the message that is answered. */
  quotedSender: string
}

/** The form of an inbound WhatsApp message, fields and order as in captured requests (TWILIO.md §1 and §2). */
export function inboundForm(parts: InboundParts): Form {
  const { sid, from, account, number, customer, content } = parts
  const files = 'files' in content ? content.files : []
  const form: Form = [
    ...placeFields(content),
    ['SmsMessageSid', sid],
    ['NumMedia', String(files.length)],
    ['ProfileName', parts.profileName],
    ['MessageType', messageTypeOf(content)],
    ['SmsSid', sid],
  ]
  // Somebody who goes by a user name has no WaId: only the id that WhatsApp made for this business.
  if (customer.phone !== null) form.push(['WaId', customer.phone.slice(1)])
  form.push(['SmsStatus', 'received'], ['Body', content.body])
  form.push(...answerFields(content))
  form.push(['To', number.number], ['NumSegments', '1'])
  if (number.messagingServiceSid !== null) form.push(['MessagingServiceSid', number.messagingServiceSid])
  for (const [index, file] of files.entries()) {
    form.push([`MediaContentType${index}`, file.contentType])
    form.push([`MediaUrl${index}`, mediaUrl(account.sid, sid, file.sid)])
  }
  form.push(...contextFields(parts))
  form.push(['MessageSid', sid], ['AccountSid', account.sid], ['From', from])
  if (customer.userId !== null) form.push(['ExternalUserId', `whatsapp:${customer.userId}`])
  if (customer.username !== null) form.push(['ProfileUsername', customer.username])
  form.push(['ApiVersion', '2010-04-01'])
  if (content.kind === 'unknown') form.push(...Object.entries(content.fields))
  return form
}

function messageTypeOf(content: InboundContent): string {
  switch (content.kind) {
    case 'voice':
      return 'audio'
    case 'list':
    case 'flow':
    case 'call_permission':
      return 'interactive'
    case 'sandbox_join':
      return 'text'
    default:
      return content.kind
  }
}

function placeFields(content: InboundContent): Form {
  if (content.kind !== 'location') return []
  const { latitude, longitude, address, label } = content
  return present({ Latitude: String(latitude), Longitude: String(longitude), Address: address, Label: label })
}

/** What somebody chose or filled in, beside the Body. */
function answerFields(content: InboundContent): Form {
  switch (content.kind) {
    case 'button':
      return present({ ButtonText: content.body, ButtonPayload: content.payload, ButtonType: 'REPLY' })
    case 'list':
      return present({ ListId: content.id, ListTitle: content.body })
    case 'flow': {
      const answers = JSON.stringify(content.answers)
      return present({ InteractiveData: `{"flowResponse":${answers}}`, FlowData: answers })
    }
    case 'call_permission':
      return present({ ButtonPayload: content.granted ? 'ACCEPTED' : 'REJECTED' })
    default:
      return []
  }
}

function contextFields({ context, quotedSender, account, sid }: InboundParts): Form {
  const { forwarded, quotedSid, referral } = context
  return present({
    Forwarded: forwarded === null ? null : 'true',
    FrequentlyForwarded: forwarded === 'often' ? 'true' : null,
    OriginalRepliedMessageSender: quotedSid === null ? null : quotedSender,
    OriginalRepliedMessageSid: quotedSid,
    ...referralFields(referral, account.sid, sid),
    ReferralNumMedia: referral?.file ? '1' : '0',
  })
}

function referralFields(
  referral: Referral<KeptFile> | null,
  accountSid: string,
  messageSid: string,
): Record<string, string | null> {
  if (referral === null) return {}
  const { file } = referral
  return {
    ReferralBody: referral.body,
    ReferralHeadline: referral.headline,
    ReferralSourceId: referral.sourceId,
    ReferralSourceType: referral.sourceType,
    ReferralSourceUrl: referral.sourceUrl,
    ReferralMediaId: file?.sid ?? null,
    ReferralMediaContentType: file?.contentType ?? null,
    ReferralMediaUrl: file === null ? null : mediaUrl(accountSid, messageSid, file.sid),
    ReferralCtwaClid: referral.clickId,
  }
}

/** The fields that have a value; Twilio leaves out what there is not. */
function present(fields: Record<string, string | null>): Form {
  return Object.entries(fields).filter((field): field is [string, string] => field[1] !== null)
}
