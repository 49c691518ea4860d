import { z } from 'zod'
import { Message } from './messages.js'
import { Note } from './notes.js'

export const Contact = z
  .object({
    id: z.string(),
    /** The name to show: what the org calls them, else the WhatsApp profile name, the formatted number, the user id. */
    name: z.string(),
    /** What the org calls them; null when it has no name of its own for them. */
    ourName: z.string().nullable(),
    profileName: z.string().nullable(),
    /** E.164, or null when the customer is known by WhatsApp user id only. */
    phone: z.string().nullable(),
    /** The number as people of its country group it. */
    formattedPhone: z.string().nullable(),
    userId: z.string().nullable(),
    /** When they asked not to be written to, or a member noted that: nothing automatic goes to them. Null while they may be. */
    optedOutAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof Contact>

/** Where a conversation stands. Done and snoozed ones leave the inbox; both come back when the customer writes. */
export const ConversationState = z.enum(['open', 'snoozed', 'done'])
export type ConversationState = z.infer<typeof ConversationState>

/** Why a conversation is open again: the customer wrote, or its snooze is over. */
export const ConversationReturn = z.enum(['wrote', 'snooze_over'])
export type ConversationReturn = z.infer<typeof ConversationReturn>

/** A member of the org, as far as a conversation names them. */
const NamedMember = z.object({ memberId: z.string(), name: z.string() })

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
    state: ConversationState,
    /** Of a snoozed one; null while it is snoozed means until the customer writes. */
    snoozedUntil: z.iso.datetime().nullable(),
    /** Null when it was never away, and from the next reply, done, snooze or reopen on. */
    returned: ConversationReturn.nullable(),
    starred: z.boolean(),
    /** The ids of its labels, in the order in which they were put on. */
    labels: z.array(z.string()),
    /** The member who is to answer; null when nobody in particular is. */
    assignee: NamedMember.nullable(),
    /** The member who acted last (done, reopen, snooze, star, unread, labels, assign); null when none did, or they are gone. */
    actedBy: NamedMember.nullable(),
    /** Rises with every change: of two copies the one with the greater revision is newer. */
    revision: z.number().int(),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>

/** An address of a contact. */
export const ContactHandle = z.object({
  /** `phone` or `user_id`; a newer version may know others. */
  kind: z.string(),
  value: z.string(),
  /** The value as people write it. */
  formatted: z.string(),
  /** Where a phone is from, ISO 3166 (`FR`); null when the number doesn't tell. */
  country: z.string().nullable(),
})

/** The number of the org's that a conversation runs over. */
export const ConversationNumber = z.object({
  chatAccountId: z.string(),
  /** What the org calls it, if it has a name for it. */
  name: z.string().nullable(),
  formatted: z.string(),
  /** `active`, `paused`, or `removed`. */
  state: z.string(),
})

/** What is known of a contact beside a conversation's messages. */
export const ConversationFacts = z
  .object({
    /** The contact's addresses: phones, then user ids, each the first known first. */
    handles: z.array(ContactHandle),
    /** When the contact first wrote to the org, over any number; null when they never did. */
    firstInboundAt: z.iso.datetime().nullable(),
    /** When the contact last wrote in this conversation. */
    lastInboundAt: z.iso.datetime().nullable(),
    number: ConversationNumber,
    /** The contact's conversations over the org's other numbers, newest first. */
    otherConversations: z.array(
      z.object({
        id: z.string(),
        number: ConversationNumber,
        lastMessageAt: z.iso.datetime(),
        unreadCount: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'ConversationFacts' })
export type ConversationFacts = z.infer<typeof ConversationFacts>

/** The id of an event of GET /messaging/events: all up to it are in this answer, and the stream tells the rest. */
const EventId = z.number().int()

/** How many of an org's conversations each filter finds, counted up to 1,000; of each label, up to 200. */
export const ConversationCounts = z
  .object({
    all: z.number().int(),
    unread: z.number().int(),
    waiting: z.number().int(),
    closing: z.number().int(),
    snoozed: z.number().int(),
    starred: z.number().int(),
    mine: z.number().int(),
    unassigned: z.number().int(),
    /** By a label's id, how many open ones have it. */
    labels: z.record(z.string(), z.number().int()),
    /**
     * Of a filter and a label at once, where a view of the org's or one's own is of both: not of `done` and `closing`,
     * which the clock changes, nor where the filter alone finds 1,000. What is counted is counted exactly.
     */
    both: z.array(z.object({ filter: z.string(), label: z.string(), count: z.number().int() })),
  })
  .meta({ id: 'ConversationCounts' })
export type ConversationCounts = z.infer<typeof ConversationCounts>

/** The counts alone. */
export const CountsAnswer = z
  .object({ counts: ConversationCounts, eventId: EventId })
  .meta({ id: 'CountsAnswer' })
export type CountsAnswer = z.infer<typeof CountsAnswer>

/** Newest first, of `closing` and `snoozed` the soonest first; `nextCursor` leads on. */
export const ConversationPage = z
  .object({
    items: z.array(Conversation),
    nextCursor: z.string().nullable(),
    eventId: EventId,
    /** What comes with the first page of all: where somebody waits for an answer, however far down. Else null. */
    overview: z
      .object({
        counts: ConversationCounts,
        /** Those of `?filter=closing` that are not on the page, 50 at most. */
        closing: z.array(Conversation),
        /** Those that came back (see `returned`) and are not on the page, the newest 50 at most. */
        returned: z.array(Conversation),
      })
      .nullable(),
  })
  .meta({ id: 'ConversationPage' })
export type ConversationPage = z.infer<typeof ConversationPage>

/** A conversation with a page of its messages and notes in reading order: the latest, or those around what was asked for. */
export const ConversationDetail = Conversation.extend({
  messages: z.array(Message),
  /** The notes among them, as in GET …/messages. */
  notes: z.array(Note),
  /** For GET …/messages: leads to the messages before these; null when there are none. */
  messagesCursor: z.string().nullable(),
  /** For GET …/messages: leads to the messages after these; null when the page ends with the newest. */
  newerMessagesCursor: z.string().nullable(),
  eventId: EventId,
  facts: ConversationFacts,
}).meta({ id: 'ConversationDetail' })
export type ConversationDetail = z.infer<typeof ConversationDetail>

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type PageQuery = z.infer<typeof PageQuery>

/** Which conversations to list. */
export const ConversationFilter = z
  .enum(['all', 'unread', 'mine', 'unassigned', 'waiting', 'closing', 'starred', 'snoozed', 'done'])
  .describe(
    'all: the open ones. Of these, unread: with messages that nobody has read; mine: assigned to whoever asks; unassigned: to nobody; waiting: whose last message is the customer’s; closing: those of them whose window closes within two hours. starred: open or not; snoozed: the soonest back first, those that wait for the customer last; done',
  )
export type ConversationFilter = z.infer<typeof ConversationFilter>

export const ConversationQuery = PageQuery.extend({
  filter: ConversationFilter.default('all'),
  label: z.uuid().describe('The id of a label: only those that have it').optional(),
})
export type ConversationQuery = z.infer<typeof ConversationQuery>

/** Where to open a conversation: `unread` is its first unread message, or its end when all is read; else a message's or a note's id. */
const Around = z
  .string()
  .max(200)
  .describe(
    'unread, or the id of a message or a note: the page holds it, with a fifth of its messages before it',
  )

/** What of a conversation to open. */
export const OpenQuery = z.strictObject({ around: Around.optional() })
export type OpenQuery = z.infer<typeof OpenQuery>

/** A page of messages: the latest, those that a cursor leads to, or those around a place. */
export const MessagePageQuery = PageQuery.extend({ around: Around.optional() }).refine(
  ({ cursor, around }) => cursor === undefined || around === undefined,
  { path: ['around'], error: 'Pass a cursor or around, and not both.' },
)
export type MessagePageQuery = z.infer<typeof MessagePageQuery>

/** Without a position everything is read. */
export const MarkRead = z
  .strictObject({ position: z.number().int().nonnegative().optional() })
  .meta({ id: 'MarkRead' })
export type MarkRead = z.infer<typeof MarkRead>
