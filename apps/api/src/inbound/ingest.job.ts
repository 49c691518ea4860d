import { z } from 'zod'

/** The queue that wakes the worker for stored events. */
export const INGEST_QUEUE = 'inbound'
export const INGEST_JOB = 'ingest'

/** Events are named by their positions. The events themselves are the truth: a lost job is made up by the sweeper. */
export const IngestPayload = z.object({
  /** Of customers’ messages. */
  positions: z.array(z.number().int()),
  /** Of what Twilio reports of ours. */
  statuses: z.array(z.number().int()).default([]),
})
export type IngestPayload = z.input<typeof IngestPayload>
