import { Logger } from '@nestjs/common'

/** Rows in one statement: it holds their locks for some milliseconds, and writes little at once. */
const maxStep = 1_000
const logger = new Logger('pruner')

/**
 * Removes what is kept no longer, in small steps.
 * @param what for the log
 * @param removeSome removes at most `limit` rows, and says how many
 * @param ending no further step is begun once it is aborted
 */
export async function prune(
  what: string,
  removeSome: (limit: number) => Promise<number>,
  ending: AbortSignal,
): Promise<void> {
  let removed = 0
  for (let step = maxStep; step === maxStep && !ending.aborted; removed += step)
    step = await removeSome(maxStep)
  if (removed > 0) logger.log(`removed ${removed} ${what}`)
}
