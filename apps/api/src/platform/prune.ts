import { Prisma } from '@cloudpa/db'
import { Logger } from '@nestjs/common'

/** Rows in one statement: it holds their locks for some milliseconds, and writes little at once. */
const maxStep = 1_000
const logger = new Logger('pruner')

/**
 * Has the statements of a transaction find the oldest rows by an index in its order. Of a table that was emptied, and
 * filled up since it was last analysed, the planner would rather read all and sort it.
 */
export const followingIndexes = Prisma.sql`
  SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`

/**
 * Removes what is kept no longer, in small steps.
 * @param what for the log
 * @param removeSome removes about `limit` rows, and says how many; none where there are no more
 * @param ending no further step is begun once it is aborted
 */
export async function prune(
  what: string,
  removeSome: (limit: number) => Promise<number>,
  ending: AbortSignal,
): Promise<void> {
  let removed = 0
  for (let step = maxStep; step > 0 && !ending.aborted; removed += step) step = await removeSome(maxStep)
  if (removed > 0) logger.log(`removed ${removed} ${what}`)
}
