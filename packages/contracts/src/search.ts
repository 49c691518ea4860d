import { z } from 'zod'
import { Contact, Conversation } from './conversations.js'
import { Message } from './messages.js'

/** A part of a text, in UTF-16 code units as JavaScript counts them; `end` is the first that is no part of it. */
export const TextRange = z.object({ start: z.number().int(), end: z.number().int() })
export type TextRange = z.infer<typeof TextRange>

/** Somebody whose name or number was looked for. */
export const FoundPerson = z.object({
  contact: Contact,
  /** Of their conversations the one that was written in last; null where there is none. */
  conversation: Conversation.nullable(),
  /** What of `contact.name` was found. */
  name: z.array(TextRange),
  /** What of `contact.formattedPhone` was found. */
  phone: z.array(TextRange),
})
export type FoundPerson = z.infer<typeof FoundPerson>

export const FoundMessage = z.object({
  message: Message,
  contact: Contact,
  /** What of `message.content.body` was found. */
  body: z.array(TextRange),
})
export type FoundMessage = z.infer<typeof FoundMessage>

/** People come with the first page alone, the best found first; messages newest first. */
export const SearchAnswer = z
  .object({
    people: z.array(FoundPerson),
    messages: z.array(FoundMessage),
    /** Leads to older messages; null when there are none. */
    nextCursor: z.string().nullable(),
    /** In how many messages of a conversation it stands, at the most a thousand; with the first page of one conversation alone. */
    count: z.number().int().nullable(),
  })
  .meta({ id: 'SearchAnswer' })
export type SearchAnswer = z.infer<typeof SearchAnswer>

export const SearchQuery = z.strictObject({
  q: z
    .string()
    .max(200)
    .regex(/^\P{Cc}*$/u, 'A search holds no control characters.')
    .describe(
      'words, parts of words, a name with one letter wrong, or a number as people write it; all of it is to be found',
    ),
  conversation: z
    .string()
    .max(200)
    .optional()
    .describe('the id of the one conversation to search in; it finds no people'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export type SearchQuery = z.infer<typeof SearchQuery>
