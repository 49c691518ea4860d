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

/**
 * Removes due rows whose event is gone, as it is with its org. Each event is looked up by its key; what came within the
 * hour is let be, so that a long line of forms is not searched again and again.
 * @returns how many were removed, at most `limit`
 */
export function pruneLostDue(system: SystemClient, limit: number): Promise<number> {
  return system.$executeRaw`
    DELETE FROM webhook_due WHERE (position, org_id) IN (
      SELECT position, org_id FROM webhook_due d
      WHERE received_at < now() - interval '1 hour'
        AND (SELECT true FROM webhook_event e WHERE (e.position, e.org_id) = (d.position, d.org_id)) IS NULL
      LIMIT ${limit}
    )`
}
