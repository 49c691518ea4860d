import { createHmac } from 'node:crypto'

/** A WhatsApp number of an org, with the Twilio account that signs what is written to it. */
export interface ChatAccount {
  accountSid: string
  authToken: string
  /** With its channel: whatsapp:+1… */
  number: string
}

/** Somebody who writes to one chatAccount. */
export interface Customer {
  chatAccount: ChatAccount
  phone: string
  name: string
}

/** Somebody's text, or a picture with a text below it. */
export interface Text {
  sid: string
  customer: Customer
  text: string
  hasPicture?: boolean | undefined
}

/** Where the product takes forms; the floor takes them there too. */
export const webhookPath = '/api/v1/messaging/webhook/whatsapp'

const hex = (text: string, length: number) => Buffer.from(text).toString('hex').padStart(length, '0')

/** @param index tells the chatAccounts of one bench apart */
export function chatAccountOf(index: number): ChatAccount {
  return {
    accountSid: `AC${hex(`bench${index}`, 32)}`,
    authToken: hex(`token${index}`, 32),
    number: `whatsapp:+1646${String(5_550_000 + index)}`,
  }
}

/** @param index the n-th customer of the chatAccount; the same phone writes to others too */
export function customerOf(chatAccount: ChatAccount, index: number): Customer {
  return { chatAccount, phone: `+49151${String(10_000_000 + index)}`, name: `Customer ${index}` }
}

const plus = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')

/**
 * A customer's message as Twilio posts it: a whole HTTP request, signed over the URL and every field in the order of its
 * name (https://www.twilio.com/docs/usage/security).
 * @param origin like http://127.0.0.1:3001
 */
export function requestOf(origin: string, { sid, customer, text, hasPicture }: Text): string {
  const { chatAccount, phone, name } = customer
  const { accountSid, authToken, number } = chatAccount
  const [type, count] = hasPicture ? ['image', 1] : ['text', 0]
  const media: Record<string, string> = hasPicture
    ? { MediaContentType0: 'image/png', MediaUrl0: `https://api.twilio.com/media/${sid}` }
    : {}
  const mediaFields = Object.entries(media)
  const signature = createHmac('sha1', authToken)
    .update(
      `${origin}${webhookPath}AccountSid${accountSid}ApiVersion2010-04-01Body${text}Fromwhatsapp:${phone}` +
        `${mediaFields.flat().join('')}MessageSid${sid}MessageType${type}NumMedia${count}NumSegments1ProfileName${name}ReferralNumMedia0` +
        `SmsMessageSid${sid}SmsSid${sid}SmsStatusreceivedTo${number}WaId${phone.slice(1)}`,
    )
    .digest('base64')
  const body =
    `SmsMessageSid=${sid}&NumMedia=${count}&ProfileName=${plus(name)}&MessageType=${type}&SmsSid=${sid}` +
    `&WaId=${phone.slice(1)}&SmsStatus=received&Body=${plus(text)}&To=${plus(number)}&NumSegments=1` +
    `&ReferralNumMedia=0&MessageSid=${sid}&AccountSid=${accountSid}&From=whatsapp%3A%2B${phone.slice(1)}` +
    `&ApiVersion=2010-04-01${mediaFields.map(([key, value]) => `&${key}=${plus(value)}`).join('')}`
  return (
    `POST ${webhookPath} HTTP/1.1\r\nHost: ${origin.slice('http://'.length)}\r\n` +
    `Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: ${body.length}\r\n` +
    `User-Agent: TwilioProxy/1.1\r\nAccept: */*\r\nI-Twilio-Idempotency-Token: ${sid}\r\n` +
    `X-Twilio-Signature: ${signature}\r\n\r\n${body}`
  )
}
