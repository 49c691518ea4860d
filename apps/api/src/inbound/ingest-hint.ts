import type { HintConnection } from '../realtime/hint-connection.js'
import type { IngestPayload } from './ingest.job.js'

/** Where workers hear of stored events at once; a job takes longer to come. */
export const ingestChannel = 'cloudpa_ingest'

/**
 * Tells every worker that listens of stored events.
 * @param payload at most 400 events: NOTIFY carries 8,000 bytes, and a position takes up to 17
 * @throws when the connection is down; whether anybody listens is not known here
 */
export async function giveIngestHint(connection: HintConnection, payload: IngestPayload): Promise<void> {
  await connection.query('SELECT pg_notify($1, $2)', [ingestChannel, JSON.stringify(payload)])
}
