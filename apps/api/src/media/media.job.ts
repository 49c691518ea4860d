import { z } from 'zod'

/** The queue that wakes the worker for files to fetch. */
export const MEDIA_QUEUE = 'media'
export const MEDIA_JOB = 'fetch'

export const MediaKey = z.object({ orgId: z.string(), id: z.string() })
/** Names a file of a message. */
export type MediaKey = z.infer<typeof MediaKey>

/** What one batch of messages brought; the rows say what is undone. */
export const MediaPayload = z.object({
  media: z.array(MediaKey),
  /** What is there, and to be listened to. */
  sounds: z.array(MediaKey).optional(),
})
export type MediaPayload = z.infer<typeof MediaPayload>
