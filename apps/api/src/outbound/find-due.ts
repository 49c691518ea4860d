import type { SystemClient } from '@cloudpa/db'
import { pending } from './outbox.js'

/** So many conversations one look goes over, of all orgs together; of each org at least a few. */
const maxLooked = 2000
const minLookedOfOrg = 20

/** What one look found of an org. */
export interface DueOfOrg {
  orgId: string
  /** Conversations whose first waiting message is due and that nobody took. */
  conversationIds: string[]
  /** Where the next look goes on; null when this one came to the end. */
  last: string | null
}

/**
 * Looks for conversations that wait to be sent for. What waits behind a message that backs off is not due. It steps from
 * one conversation's first message to the next one's in the index, so that a backlog costs nothing, and goes over a
 * share of each org's conversations at a time, so that no org's bulk hides another org or makes the look long.
 * @param ageMs how long a message must have been due
 * @param without orgs whose conversations are not wanted now
 * @param after where the last look at an org ended, by org id
 */
export function findDue(
  system: SystemClient,
  ageMs: number,
  without: string[],
  after: ReadonlyMap<string, string>,
): Promise<DueOfOrg[]> {
  return system.$queryRaw`
    WITH RECURSIVE org AS (
      (SELECT org_id FROM message WHERE ${pending} ORDER BY org_id LIMIT 1)
      UNION ALL
      SELECT (SELECT org_id FROM message WHERE ${pending} AND org_id > org.org_id ORDER BY org_id LIMIT 1)
      FROM org WHERE org.org_id IS NOT NULL
    ), wanted AS (
      SELECT org.org_id, coalesce(last.conversation_id, '00000000-0000-0000-0000-000000000000') AS after,
             greatest(${minLookedOfOrg}, ${maxLooked} / count(*) OVER ()) AS share
      FROM org
      LEFT JOIN unnest(${[...after.keys()]}::uuid[], ${[...after.values()]}::uuid[])
        AS last (org_id, conversation_id) USING (org_id)
      WHERE org.org_id IS NOT NULL AND org.org_id <> ALL (${without}::uuid[])
    )
    SELECT org_id AS "orgId", due AS "conversationIds", CASE WHEN looked = share THEN last END AS last
    FROM wanted CROSS JOIN LATERAL (
      WITH RECURSIVE head AS (
        SELECT 0::bigint AS number, wanted.after AS conversation_id, NULL::timestamptz AS next_attempt_at
        UNION ALL
        SELECT head.number + 1, next.conversation_id, next.next_attempt_at
        FROM head CROSS JOIN LATERAL (
          SELECT conversation_id, next_attempt_at FROM message
          WHERE ${pending} AND org_id = wanted.org_id AND conversation_id > head.conversation_id
          ORDER BY conversation_id, position LIMIT 1
        ) next
        WHERE head.number < wanted.share
      )
      SELECT max(number) AS looked,
             (array_agg(conversation_id ORDER BY number DESC))[1] AS last,
             coalesce(array_agg(conversation_id ORDER BY number) FILTER (
               WHERE next_attempt_at < now() - ${ageMs} * interval '1 millisecond'), '{}') AS due
      FROM head
    ) found`
}
