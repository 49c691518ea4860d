import { Prisma, type Message, type SystemClient, type Tx } from '@cloudpa/db'

/** How often Twilio is asked for a message, and when: this many times STATUS_ASK_AFTER_MS after the time before. */
const pauses = [1, 3, 20]

/** An account of which Twilio is to be asked. */
export interface UnfinishedOfAccount {
  orgId: string
  chatAccountId: string
}

/** Whether a message's turn has come; `asks` is how often it was asked for. */
const isDue = (asks: Prisma.Sql, askAfterMs: number) =>
  Prisma.sql`status_asked_at < now() - (${pauses}::int[])[${asks} + 1] * ${askAfterMs} * interval '1 millisecond'`

/**
 * Looks for accounts with messages that Twilio took long ago and did not report the end of. It steps through the index
 * from one account and number of questions to the next, so that many messages cost no more than one.
 */
export function findUnfinished(system: SystemClient, askAfterMs: number): Promise<UnfinishedOfAccount[]> {
  return system.$queryRaw`
    WITH RECURSIVE step AS (
      (SELECT org_id, chat_account_id, status_asks FROM message WHERE status_asked_at IS NOT NULL
       ORDER BY org_id, chat_account_id, status_asks LIMIT 1)
      UNION ALL
      SELECT next.* FROM step CROSS JOIN LATERAL (
        SELECT org_id, chat_account_id, status_asks FROM message
        WHERE status_asked_at IS NOT NULL
          AND (org_id, chat_account_id, status_asks) > (step.org_id, step.chat_account_id, step.status_asks)
        ORDER BY org_id, chat_account_id, status_asks LIMIT 1
      ) next
    )
    SELECT DISTINCT org_id AS "orgId", chat_account_id AS "chatAccountId" FROM step
    WHERE EXISTS (
      SELECT FROM message m
      WHERE m.org_id = step.org_id AND m.chat_account_id = step.chat_account_id
        AND m.status_asks = step.status_asks AND ${isDue(Prisma.sql`step.status_asks`, askAfterMs)})`
}

/**
 * Takes an account's next message to ask for, by counting the question: of two workers one gets it, and one that dies
 * leaves it to the next time. After the last time nothing more is asked.
 */
export async function claimUnfinished(
  tx: Tx,
  { orgId, chatAccountId }: UnfinishedOfAccount,
  askAfterMs: number,
): Promise<Pick<Message, 'id'> | undefined> {
  const [claimed] = await tx.$queryRaw<Pick<Message, 'id'>[]>`
    UPDATE message SET
      status_asks = status_asks + 1,
      status_asked_at = CASE WHEN status_asks + 1 < ${pauses.length} THEN clock_timestamp() END
    WHERE org_id = ${orgId}::uuid AND id = (
      SELECT due.id FROM generate_series(0, ${pauses.length} - 1) AS asks CROSS JOIN LATERAL (
        SELECT id FROM message
        WHERE org_id = ${orgId}::uuid AND chat_account_id = ${chatAccountId}::uuid AND status_asks = asks
          AND ${isDue(Prisma.sql`asks`, askAfterMs)}
        ORDER BY status_asked_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
      ) AS due LIMIT 1)
    RETURNING id`
  return claimed
}

/**
 * Takes back the count of a question that did not reach Twilio, or that it refused: it is asked again after the same
 * pause. A week later it counts, so that nothing is asked for ever.
 */
export async function uncountQuestion(
  tx: Tx,
  { orgId, id, statusAsks }: Pick<Message, 'orgId' | 'id' | 'statusAsks'>,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET status_asks = status_asks - 1, status_asked_at = clock_timestamp()
    WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND status_asks = ${statusAsks}
      AND occurred_at > now() - interval '7 days'`
}
