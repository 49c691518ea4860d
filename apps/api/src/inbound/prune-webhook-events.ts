import type { SystemClient } from '@cloudpa/db'

/**
 * Removes the oldest webhook events that are done and kept no longer. One that is not done stays, however old it is; a
 * form that Twilio repeats after all is still known by its message.
 * @returns how many were removed, at most `limit`
 */
export function pruneWebhookEvents(system: SystemClient, keptDays: number, limit: number): Promise<number> {
  return system.$executeRaw`
    DELETE FROM webhook_event WHERE (position, org_id) IN (
      SELECT position, org_id FROM webhook_event e
      WHERE received_at < now() - ${keptDays} * interval '1 day' AND NOT EXISTS (
        SELECT FROM webhook_due WHERE (position, org_id) = (e.position, e.org_id)
      ) LIMIT ${limit}
    )`
}
