import { z } from 'zod'
import { MessageContent, MessageContext } from './content.js'
import { Note } from './notes.js'

/**
 * The life of a message. Inbound ones are `received`. Outbound ones go
 * queued → sent → delivered → read, or end as `failed`, unless the error says that they go again by themselves;
 * `unconfirmed` means Twilio never said whether it took the message.
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

/**
 * Who wrote a message: the customer, or a member or an API key of the org. `elsewhere` was sent from the org's number past
 * this product: only Twilio's list tells of it, which names nobody.
 */
export const MessageAuthor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer') }),
  z.object({ kind: z.literal('member'), id: z.string() }),
  z.object({ kind: z.literal('api_key'), id: z.string() }),
  z.object({ kind: z.literal('elsewhere') }),
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
        /** What kind of failure it is, such as `window_closed`; a newer version may know others. */
        kind: z.string(),
        /** What to do next, such as `template`, `join`, `retry` or `number`; a newer version may know others. */
        step: z.string(),
        /** When it is sent again by itself, and is not to be sent by hand; null when that’s the end of it. */
        againAt: z.iso.datetime().nullable(),
      })
      .nullable(),
    ...MessageContext.shape,
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
