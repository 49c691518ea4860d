import { z } from 'zod'
import { Conversation } from './conversations.js'
import { Message } from './messages.js'

/**
 * What GET /messaging/events streams, one JSON object in each `data:` line.
 * `resync` says that something may have been missed: load again what is on the screen.
 */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message: Message, conversation: Conversation }),
  z.object({ type: z.literal('conversation'), conversation: Conversation }),
  z.object({ type: z.literal('resync') }),
])
export type LiveEvent = z.infer<typeof LiveEvent>
