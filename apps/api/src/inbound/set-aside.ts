import type { SystemClient, Tx } from '@cloudpa/db'
import { arrayLiteral } from '../platform/array-literal.js'
import { isTimeout, isTransient } from '../platform/transient.js'

/** Whether some events of a batch may be the reason why it failed, so that the others go in without them. */
export function isItemsFault(error: unknown): boolean {
  return !isTransient(error) || isTimeout(error)
}

/**
 * Leaves webhook events for later that can't be done now, for longer each time, and notes why.
 * @param firstDelayMs doubles with each attempt, up to an hour
 */
export async function setAside(
  system: SystemClient,
  positions: (number | bigint)[],
  { error, firstDelayMs }: { error: string; firstDelayMs: number },
): Promise<void> {
  if (positions.length === 0) return
  await system.$executeRaw`
    UPDATE webhook_due SET
      attempts = attempts + 1,
      error = ${error.slice(0, 2000)},
      next_attempt_at = now() + least(${firstDelayMs} * power(2, least(attempts, 20)), 3600000) * interval '1 millisecond'
    WHERE position = ANY(${arrayLiteral(positions)}::bigint[])`
}

/** Leaves webhook events alone for about a second, by the database's clock: nothing is wrong with them. */
export async function putOff(tx: Tx, positions: (number | bigint)[]): Promise<void> {
  if (positions.length === 0) return
  await tx.$executeRaw`
    UPDATE webhook_due SET next_attempt_at = now() + interval '1 second'
    WHERE position = ANY(${arrayLiteral(positions)}::bigint[])`
}
