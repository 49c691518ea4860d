import { Prisma, takingScopeOf, type Tx } from '@cloudpa/db'
import { arrayLiteral } from '../platform/array-literal.js'

/** How long one row may hold up a batch. Between themselves, the product's transactions hold theirs for milliseconds. */
const lockTimeoutMs = 500

/** A worker that froze lets go of the batch, and of its orgs' numbers, before others give up waiting for them. */
const idleTimeoutMs = 3_000

/**
 * How many bytes of forms a batch may take: it holds them in memory several times over, and their rows for as long as
 * they take to write. Most forms take half a kilobyte, so that hundreds of them are far below it.
 */
const maxBatchBytes = 8_000_000

export interface WebhookEventRow {
  position: number
  orgId: string
  chatAccountId: string
  sid: string
  form: string
  /** When it was stored, in microseconds since 1970. */
  receivedMicros: number
}

interface Claim {
  /** In the order in which they were received. */
  events: WebhookEventRow[]
  /** Events, by position, whose sid is a message of their account already. */
  taken: number[]
  /** Events, by position, that were too much for one batch. */
  left: number[]
}

/**
 * Locks the events for this transaction, as many as a batch may weigh; one that another worker is at is skipped, it
 * will be done there. The same statement sets the patience for all that follow, and that they find rows by their keys:
 * of a table that filled up since it was last analysed, the planner would rather read all. From then on the transaction
 * sees the rows of the events' orgs, and of no others.
 */
export async function claimWebhookEvents(tx: Tx, positions: number[]): Promise<Claim> {
  const rows = await tx.$queryRaw<(WebhookEventRow & { isTaken: boolean | null })[]>`
    WITH patience AS (
      SELECT set_config('lock_timeout', ${String(lockTimeoutMs)}, true), set_config('enable_seqscan', 'off', true),
             set_config('idle_in_transaction_session_timeout', ${String(idleTimeoutMs)}, true)
    ), claimed AS (
      SELECT due.position, due.org_id
      FROM patience CROSS JOIN unnest(${arrayLiteral(new Set(positions))}::bigint[]) AS wanted (position), LATERAL (
        SELECT position, org_id FROM webhook_due
        WHERE position = wanted.position AND kind = 'message' AND coalesce(next_attempt_at <= now(), true)
        FOR UPDATE SKIP LOCKED
      ) AS due
    ), weighed AS (
      SELECT event.*, sum(octet_length(form)) OVER forms > ${maxBatchBytes} AND row_number() OVER forms > 1 AS is_left
      FROM claimed, LATERAL (
        SELECT * FROM webhook_event WHERE (position, org_id) = (claimed.position, claimed.org_id) LIMIT 1
      ) AS event
      WINDOW forms AS (ORDER BY event.position ROWS UNBOUNDED PRECEDING)
    ), scope AS (
      SELECT ${takingScopeOf(Prisma.sql`SELECT array_agg(DISTINCT org_id) FROM claimed`)}
    )
    SELECT position::float8 AS position, org_id AS "orgId", chat_account_id AS "chatAccountId", sid,
           CASE WHEN NOT is_left THEN form END AS form,
           (extract(epoch FROM received_at) * 1000000)::float8 AS "receivedMicros",
           CASE WHEN NOT is_left THEN (
             SELECT count(*) > 0 FROM message m
             WHERE (m.org_id, m.chat_account_id, m.sid) = (weighed.org_id, weighed.chat_account_id, weighed.sid)
           ) END AS "isTaken"
    FROM scope CROSS JOIN weighed
    ORDER BY received_at, weighed.position`
  const positionsWhere = (isTaken: boolean | null) =>
    rows.filter((row) => row.isTaken === isTaken).map(({ position }) => position)
  return {
    events: rows.filter(({ isTaken }) => isTaken === false),
    taken: positionsWhere(true),
    left: positionsWhere(null),
  }
}
