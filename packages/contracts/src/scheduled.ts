import { z } from 'zod'
import { MessageContent } from './content.js'
import { MessageAuthor } from './messages.js'
import { both, eitherOne, whatIsSent } from './send.js'

/** So many messages may wait in one conversation. */
export const maxScheduled = 50

/** When it leaves: at a time, or with the customer's next message, which opens the window again. */
const When = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('at'), at: z.iso.datetime() }),
  z.object({ kind: z.literal('window_opens') }),
])

/**
 * A message that is to be sent later. It is none yet: once it leaves, a message has its id and its clientId. It leaves in the
 * name of who wrote it, also when they have left the org by then. What could not leave stays, as `failed`.
 */
export const ScheduledMessage = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    author: MessageAuthor,
    /** As it is shown. A text that leaves in parts stands here whole. */
    content: MessageContent,
    when: When,
    state: z.enum(['waiting', 'failed']),
    /** Why it did not leave; null while it waits. */
    error: z
      .object({
        code: z.string(),
        /** A sentence for a person. */
        message: z.string(),
        params: z.looseObject({ reason: z.string() }),
      })
      .nullable(),
    createdAt: z.iso.datetime(),
    /** The author's own id of the message. */
    clientId: z.string(),
  })
  .meta({ id: 'ScheduledMessage' })
export type ScheduledMessage = z.infer<typeof ScheduledMessage>

/** The soonest first, then those that wait for the customer; 200 at most. */
export const ScheduledList = z.object({ items: z.array(ScheduledMessage) }).meta({ id: 'ScheduledList' })
export type ScheduledList = z.infer<typeof ScheduledList>

export const ScheduledQuery = z.strictObject({
  conversationId: z.uuid().describe('Only those of this conversation').optional(),
})
export type ScheduledQuery = z.infer<typeof ScheduledQuery>

/**
 * What to send, and when: in `at`, within a year from now, or when the customer next writes. They may be writing at this
 * moment: whoever names the last message of theirs that they know in `afterMessageId` has it sent at once where there is a
 * newer one. Without that, their next message is the one behind all that are here by then.
 */
export const ScheduleMessage = z
  .strictObject({
    conversationId: z.uuid(),
    ...whatIsSent,
    at: z.iso.datetime({ offset: true }).optional(),
    whenWindowOpens: z.literal(true).optional(),
    afterMessageId: z.uuid().optional(),
  })
  .refine(eitherOne, both)
  .refine(
    ({ at, whenWindowOpens }) => (at === undefined) !== (whenWindowOpens === undefined),
    'Say when to send it in at or in whenWindowOpens, in one of them.',
  )
  .meta({ id: 'ScheduleMessage' })
export type ScheduleMessage = z.infer<typeof ScheduleMessage>
