import { z } from 'zod'
import { Note } from './notes.js'
import { ClientId, writtenText } from './written.js'

/**
 * The life of a message. Inbound ones are `received`. Outbound ones go
 * queued → sent → delivered → read, or end as `failed`; `unconfirmed` means Twilio never
 * said whether it took the message.
 */
export const MessageStatus = z.enum([
  'received',
  'queued',
  'unconfirmed',
  'sent',
  'failed',
  'delivered',
  'read',
])
export type MessageStatus = z.infer<typeof MessageStatus>

/** Words, and nothing that changes what they mean. */
const TextContent = z.object({ kind: z.literal('text'), v: z.literal(1), body: z.string() })

/** Something that is not read yet, or that a newer version wrote. Its words, if it has any, are shown all the same. */
const UnknownContent = z.object({ kind: z.literal('unknown'), v: z.literal(1), body: z.string() })

const KnownContent = z.discriminatedUnion('kind', [TextContent, UnknownContent])

/**
 * What a message says. `kind` tells which fields there are, and `v` which meaning they have; the words of every kind are
 * its `body`. A kind or a version that is not known here reads as `unknown`, so that no message ever fails to parse.
 */
export const MessageContent = z.preprocess(
  (value) =>
    KnownContent.safeParse(value).success ? value : { kind: 'unknown', v: 1, body: wordsIn(value) },
  KnownContent,
)
export type MessageContent = z.infer<typeof MessageContent>

function wordsIn(value: unknown): string {
  return z.object({ body: z.string() }).safeParse(value).data?.body ?? ''
}

/** What a WhatsApp message can carry besides its words, as far as Twilio's form says it. */
export const MessageDetails = z.object({
  media: z.array(z.object({ url: z.string(), contentType: z.string().nullable() })),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      label: z.string().nullable(),
      address: z.string().nullable(),
    })
    .nullable(),
  button: z.object({ text: z.string().nullable(), payload: z.string().nullable() }).nullable(),
  referral: z
    .object({
      sourceId: z.string().nullable(),
      sourceUrl: z.string().nullable(),
      headline: z.string().nullable(),
    })
    .nullable(),
  forwarded: z.boolean(),
  /** MessageSid of the message this one answers. */
  replyToSid: z.string().nullable(),
})
export type MessageDetails = z.infer<typeof MessageDetails>

/** What most messages carry besides their words: nothing. */
export const noDetails: MessageDetails = {
  media: [],
  location: null,
  button: null,
  referral: null,
  forwarded: false,
  replyToSid: null,
}

/** Who wrote a message: the customer, or a member or an API key of the org. */
export const MessageAuthor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer') }),
  z.object({ kind: z.literal('member'), id: z.string() }),
  z.object({ kind: z.literal('api_key'), id: z.string() }),
])
export type MessageAuthor = z.infer<typeof MessageAuthor>

export const Message = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    direction: z.enum(['inbound', 'outbound']),
    author: MessageAuthor,
    content: MessageContent,
    status: MessageStatus,
    /** Twilio's MessageSid; null until Twilio took the message. */
    sid: z.string().nullable(),
    /** The author's own id of the message; null on inbound ones. */
    clientId: z.string().nullable(),
    /** Orders messages, within a conversation and across it; never changes. */
    position: z.number().int(),
    /** When the customer's message reached us, or ours was written. */
    occurredAt: z.iso.datetime(),
    /** When the status was first known; null on inbound ones, and until then. */
    sentAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable(),
    readAt: z.iso.datetime().nullable(),
    failedAt: z.iso.datetime().nullable(),
    /** What Twilio charged, where Twilio had to be asked about the message; null otherwise: its reports don't tell. */
    price: z
      .object({
        /** A decimal number as text, so that nothing is rounded. */
        amount: z.string(),
        /** ISO 4217, e.g. `USD`. */
        currency: z.string(),
      })
      .nullable(),
    /** Rises with every change: of two copies the one with the greater revision is newer. */
    revision: z.number().int(),
    error: z
      .object({
        /** Twilio's error code, or a word of our own. */
        code: z.string(),
        /** A sentence for a person. */
        message: z.string(),
        /** Whether sending the same text again can help. */
        retryable: z.boolean(),
      })
      .nullable(),
    mediaCount: z.number().int(),
    ...MessageDetails.shape,
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>

/** Messages in reading order (oldest first), and the notes that stand among them: both together are the page's `limit`. */
export const MessagePage = z
  .object({
    items: z.array(Message),
    /** In reading order too, by the same positions. What is deleted is there without its words. */
    notes: z.array(Note),
    /** Leads to older messages, the page before this one; null when there are none. */
    nextCursor: z.string().nullable(),
    /** Leads to newer messages, the page after this one; null when this one ends with the newest. */
    newerCursor: z.string().nullable(),
  })
  .meta({ id: 'MessagePage' })
export type MessagePage = z.infer<typeof MessagePage>

/** Twilio takes 1,600 characters in one WhatsApp message. */
export const maxBodyLength = 1600

const Body = writtenText(maxBodyLength, `A WhatsApp message holds at most ${maxBodyLength} characters.`)

export const SendReply = z.strictObject({ clientId: ClientId, body: Body }).meta({ id: 'SendReply' })
export type SendReply = z.infer<typeof SendReply>

export const SendMessage = z
  .strictObject({
    /** A phone number (E.164, with or without `whatsapp:`) or a WhatsApp user id. */
    to: z
      .string()
      .min(1, 'Write a phone number with its country code, like +14155550001.')
      .max(200)
      .regex(/^\P{Cc}*$/u, 'An address holds no control characters.'),
    body: Body,
    clientId: ClientId,
    /** Which of the org's numbers sends; needed only when the customer wrote to several. */
    chatAccountId: z.string().optional(),
    /** true: wait for Twilio and answer with the outcome. */
    immediate: z.boolean().optional(),
  })
  .meta({ id: 'SendMessage' })
export type SendMessage = z.infer<typeof SendMessage>
