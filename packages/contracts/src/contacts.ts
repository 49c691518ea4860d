import { z } from 'zod'
import { largestCsvBytes, longestAbout, longestValue, mostFields } from './contact-limits.js'
import { Contact, ContactHandle, ConversationNumber, ConversationState } from './conversations.js'
import { NameOrNone, wellFormed } from './names.js'

const noNull = /^[^\0]*$/
/** A text of several lines; the database has no place for a zero. */
const Text = z.string().overwrite(wellFormed).regex(noNull, 'A text holds no zero characters.')

/** A fact about a contact that the org keeps under a label of its own. */
export const ContactField = z.strictObject({
  label: NameOrNone.min(1, 'Give it a label.'),
  value: Text.trim().max(longestValue),
})
export type ContactField = z.infer<typeof ContactField>

/** A contact as lists show it. */
export const ListedContact = Contact.extend({
  /** The conversation in which something was written last; null while there is none. */
  conversationId: z.string().nullable(),
  lastMessageAt: z.iso.datetime().nullable(),
}).meta({ id: 'ListedContact' })
export type ListedContact = z.infer<typeof ListedContact>

/** By name; those without one come first. `nextCursor` leads on. */
export const ContactPage = z
  .object({
    items: z.array(ListedContact),
    nextCursor: z.string().nullable(),
    /** How many there are, of a search 1,000 at most, which are as many or more; only with the first page, else null. */
    total: z.number().int().nullable(),
  })
  .meta({ id: 'ContactPage' })
export type ContactPage = z.infer<typeof ContactPage>

export const ContactQuery = z.strictObject({
  q: Text.trim()
    .max(100)
    .optional()
    .describe(
      'parts of the org’s name for them or of their own, whatever their case and accents, or of a number; of the first 200,000 by name',
    ),
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ContactQuery = z.infer<typeof ContactQuery>

/** All that is known of a contact. */
export const ContactDetail = Contact.extend({
  /** A note for whoever answers. */
  about: z.string(),
  fields: z.array(ContactField),
  /** Phones, then user ids, each the first known first. */
  handles: z.array(ContactHandle),
  /** When they first wrote and last wrote, over any number; null when they never did. */
  firstInboundAt: z.iso.datetime().nullable(),
  lastInboundAt: z.iso.datetime().nullable(),
  /** Over each of the org's numbers, the newest first. */
  conversations: z.array(
    z.object({
      id: z.string(),
      number: ConversationNumber,
      lastMessageAt: z.iso.datetime(),
      unreadCount: z.number().int(),
      state: ConversationState,
    }),
  ),
  createdAt: z.iso.datetime(),
  /** Another one with each change of what the org keeps. */
  revision: z.number().int(),
}).meta({ id: 'ContactDetail' })
export type ContactDetail = z.infer<typeof ContactDetail>

/** Somebody to be saved, by what they can be reached by. */
export const CreateContact = z
  .strictObject({
    name: NameOrNone.describe('what the org calls them; whoever has such a name already keeps it'),
    phones: z
      .array(Text.trim().min(1).max(100))
      .min(1)
      .max(20)
      .describe(
        'numbers, each with its country code or as it is dialled where the org’s first number is from',
      ),
  })
  .meta({ id: 'CreateContact' })
export type CreateContact = z.infer<typeof CreateContact>

/** What is left out stays as it is. */
export const UpdateContact = z
  .strictObject({
    /** What the org calls them. Empty gives back the name that they gave themselves. */
    name: NameOrNone.optional(),
    about: Text.max(longestAbout).optional(),
    fields: z.array(ContactField).max(mostFields).optional(),
    optedOut: z
      .boolean()
      .optional()
      .describe(
        'whether they asked not to be written to; a word of theirs that comes later (STOP, START) changes it',
      ),
    revision: z
      .number()
      .int()
      .optional()
      .describe('the one that the change was made of; of another one nothing is changed (409)'),
  })
  .meta({ id: 'UpdateContact' })
export type UpdateContact = z.infer<typeof UpdateContact>

export const ImportQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true says what an import would do, and changes nothing'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe(
      'where numbers without a country code are from (ES); else the country of the org’s first number',
    ),
})
export type ImportQuery = z.infer<typeof ImportQuery>

/** The text of a file of comma-separated values; semicolons and tabs do, too. */
export const CsvText = z.string().max(largestCsvBytes)
export type CsvText = z.infer<typeof CsvText>

/** Why a row was left out. */
export const RowFault = z.object({
  /** Its first line in the file, which begins with 1. */
  line: z.number().int(),
  /**
   * `no_number`; `number`: not a phone number; `duplicate`: of an earlier line of the file; `name`: too long;
   * `about`: too long; `details`: a field is too long, or they are too many. A newer version may know others.
   */
  reason: z.string(),
  /** What stands there. */
  value: z.string(),
})
export type RowFault = z.infer<typeof RowFault>

/** What an import did, or would do. */
export const ImportAnswer = z
  .object({
    dryRun: z.boolean(),
    /** Where numbers without a country code were taken to be from; null when nobody knows. */
    country: z.string().nullable(),
    rows: z.number().int(),
    /** What the fields are called, 20 at most, that new ones get of other columns than name, phone and about. */
    labels: z.array(z.string()),
    made: z.number().int(),
    renamed: z.number().int(),
    /** Known by that name already. */
    unchanged: z.number().int(),
    failed: z.number().int(),
    /** The first 200 of those that failed. */
    faults: z.array(RowFault),
    /** The first 20 of the others. */
    sample: z.array(
      z.object({
        line: z.number().int(),
        name: z.string(),
        formattedPhone: z.string(),
        /** `made`, `renamed` or `unchanged`. */
        becomes: z.string(),
      }),
    ),
  })
  .meta({ id: 'ImportAnswer' })
export type ImportAnswer = z.infer<typeof ImportAnswer>

/** Which contact becomes part of the one that the path names. */
export const MergeContact = z.strictObject({ otherId: z.uuid() }).meta({ id: 'MergeContact' })
export type MergeContact = z.infer<typeof MergeContact>

/** The contact that both are now, and what takes that back. */
export const MergeAnswer = z
  .object({ contact: ContactDetail, mergeId: z.string() })
  .meta({ id: 'MergeAnswer' })
export type MergeAnswer = z.infer<typeof MergeAnswer>

export const UndoMerge = z.strictObject({ mergeId: z.uuid() }).meta({ id: 'UndoMerge' })
export type UndoMerge = z.infer<typeof UndoMerge>
