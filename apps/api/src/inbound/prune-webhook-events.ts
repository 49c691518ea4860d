import type { SystemClient } from '@cloudpa/db'
import { followingIndexes } from '../platform/prune.js'

/**
 * Walks along the webhook events once, from the oldest on, and removes those that are done and kept no longer. One that
 * is not done stays, however old it is; a form that Twilio repeats after all is still known by its message. Positions
 * rise as events are stored, so that their key tells their age well enough; an index on it would cost each of them.
 * @returns a step of the walk: it says how many it removed, at most `limit`, and none at its end
 */
export function walkOldWebhookEvents(
  system: SystemClient,
  keptDays: number,
): (limit: number) => Promise<number> {
  let last = 0n
  return async (limit) => {
    for (;;) {
      const page = await pruneSome(system, { after: last, keptDays, limit })
      if (page.last === null || page.removed > 0) {
        last = page.last ?? last
        return page.removed
      }
      // All of these are still to be done. Younger ones may be done before them.
      last = page.last
    }
  }
}

interface Page {
  /** The position of the last that was old; null where none was. */
  last: bigint | null
  removed: number
}

/** Looks at the next events, as many as the limit says. */
async function pruneSome(
  system: SystemClient,
  { after, keptDays, limit }: { after: bigint; keptDays: number; limit: number },
): Promise<Page> {
  const [, [page]] = await system.$transaction([
    system.$executeRaw(followingIndexes),
    system.$queryRaw<[Page]>`
      WITH page AS (
        SELECT position, org_id, received_at FROM webhook_event
        WHERE position > ${after}::bigint ORDER BY position LIMIT ${limit}
      ), old AS (
        SELECT position, org_id FROM page WHERE received_at < now() - ${keptDays} * interval '1 day'
      ), removed AS (
        DELETE FROM webhook_event WHERE position = ANY (ARRAY(
          SELECT position FROM old
          WHERE (SELECT true FROM webhook_due d WHERE (d.position, d.org_id) = (old.position, old.org_id)) IS NULL
        ))
        RETURNING 1
      )
      SELECT (SELECT max(position) FROM old) AS last, (SELECT count(*) FROM removed)::int AS removed`,
  ])
  return page
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
