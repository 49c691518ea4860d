import { z } from 'zod'
import { Conversation } from './conversations.js'
import { Message } from './messages.js'
import { Note } from './notes.js'
import { Attendance } from './presence.js'

/**
 * What GET /messaging/events streams, one JSON object in each `data:` line. Whoever comes back with the `id` of the last
 * line as Last-Event-ID hears what was missed. `chat-accounts` says that the org's numbers changed, `labels` that its labels
 * did, `templates` that its templates were looked at, `views` that its views did, or one's own, `contacts` that what it knows
 * of a contact did, or of many. `scheduled` says that what waits to be sent later in a conversation did. `note` brings
 * a note that was written, changed or deleted; a member that it names hears it as well when they have seen it. `resync` says that
 * too much was missed to be told: load again what is on the screen. `heartbeat` comes first and then every `everyMs`: a
 * line that is silent for much longer is dead. `presence` says who is at a conversation now. It goes to people only, has
 * no `id`, and is not told again: with `all` it says where anybody is, as it does when a line begins.
 */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message: Message, conversation: Conversation }),
  z.object({ type: z.literal('conversation'), conversation: Conversation }),
  z.object({ type: z.literal('note'), note: Note }),
  z.object({
    type: z.literal('scheduled'),
    /** In which what waits to be sent changed. */
    conversationId: z.string(),
  }),
  z.object({ type: z.literal('chat-accounts') }),
  z.object({ type: z.literal('labels') }),
  z.object({ type: z.literal('templates') }),
  z.object({ type: z.literal('views') }),
  z.object({
    type: z.literal('contacts'),
    /** Of the one that changed; left out where many did at once. */
    id: z.string().optional(),
  }),
  z.object({
    type: z.literal('presence'),
    /** Whether nobody is at any other conversation; otherwise those that are not named stay as they were. */
    all: z.boolean(),
    conversations: z.array(Attendance),
  }),
  z.object({ type: z.literal('resync') }),
  z.object({ type: z.literal('heartbeat'), everyMs: z.number().int() }),
])
export type LiveEvent = z.infer<typeof LiveEvent>
