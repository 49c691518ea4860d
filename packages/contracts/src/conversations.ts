import { z } from 'zod'
import { Message } from './messages.js'

export const Contact = z
  .object({
    id: z.string(),
    /** The name to show: the WhatsApp profile name, else the formatted number, else the user id. */
    name: z.string(),
    profileName: z.string().nullable(),
    /** E.164, or null when the customer is known by WhatsApp user id only. */
    phone: z.string().nullable(),
    /** The number as people of its country group it. */
    formattedPhone: z.string().nullable(),
    userId: z.string().nullable(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof Contact>

export const Conversation = z
  .object({
    id: z.string(),
    contact: Contact,
    chatAccountId: z.string(),
    lastMessageAt: z.iso.datetime(),
    lastMessage: Message.nullable(),
    unreadCount: z.number().int(),
    /** Up to which position the org has read. */
    readPosition: z.number().int(),
    /** Until when free text may be sent; null when the customer never wrote. */
    windowExpiresAt: z.iso.datetime().nullable(),
    /** Rises with every change: of two copies the one with the greater revision is newer. */
    revision: z.number().int(),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>

/** Newest first; `nextCursor` leads to older ones. */
export const ConversationPage = z
  .object({ items: z.array(Conversation), nextCursor: z.string().nullable() })
  .meta({ id: 'ConversationPage' })
export type ConversationPage = z.infer<typeof ConversationPage>

/** A conversation with its latest messages in reading order. */
export const ConversationDetail = Conversation.extend({
  messages: z.array(Message),
  /** For GET …/messages: leads to the messages before these. */
  messagesCursor: z.string().nullable(),
}).meta({ id: 'ConversationDetail' })
export type ConversationDetail = z.infer<typeof ConversationDetail>

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type PageQuery = z.infer<typeof PageQuery>

/** Without a position everything is read. */
export const MarkRead = z
  .strictObject({ position: z.number().int().nonnegative().optional() })
  .meta({ id: 'MarkRead' })
export type MarkRead = z.infer<typeof MarkRead>
