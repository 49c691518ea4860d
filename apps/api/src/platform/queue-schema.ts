import type { Ask } from '@cloudpa/db/schema'
import { BULLMQ_MAJOR_VERSION, LATEST_SCHEMA_VERSION } from 'bullmq'

/** BullMQ's own tables live in a schema of their own. */
export const queueSchema = 'bullmq'

/**
 * Asks a database whether this build's queue can live in it. A newer schema is BullMQ's to judge: it names the oldest
 * major version that may use it.
 * @returns what the operator can do about it, or nothing when it fits
 */
export async function findQueueFault(ask: Ask): Promise<string | undefined> {
  const [table] = await ask<{ found: boolean }>(
    `SELECT to_regclass('${queueSchema}.migration') IS NOT NULL AS found`,
  )
  const [state] = table?.found
    ? await ask<{ version: number; needs: number }>(
        `SELECT coalesce(max(version), 0)::int AS version, coalesce(max(min_client_version), 0)::int AS needs
         FROM ${queueSchema}.migration`,
      )
    : []
  if ((state?.version ?? 0) < LATEST_SCHEMA_VERSION) {
    return "The queue's tables are older than this version. Run npm run migrate, then start again."
  }
  if ((state?.needs ?? 0) > BULLMQ_MAJOR_VERSION) {
    return "This version is older than the queue's tables: start the newer version, or restore the backup that was made before the upgrade."
  }
  return undefined
}
