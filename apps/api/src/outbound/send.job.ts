import { z } from 'zod'

/** The queue that wakes the worker for messages to send. */
export const SEND_QUEUE = 'outbound'
export const SEND_JOB = 'send'

/** Names a conversation, whose waiting messages are sent in their order; the message rows are the outbox. */
export const SendPayload = z.object({ orgId: z.string(), conversationId: z.string() })
export type SendPayload = z.infer<typeof SendPayload>
