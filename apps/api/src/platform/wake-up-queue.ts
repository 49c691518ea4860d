import { setTimeout as sleep } from 'node:timers/promises'
import { Logger } from '@nestjs/common'
import { Queue } from 'bullmq'
import { Deadline } from './deadline.js'
import { SparingLog } from './sparing-log.js'

/** A job that takes longer to add comes later than the sweeper. */
const addWithinMs = 3_000
/** So many are on their way at most. */
const maxAdding = 2_000

/**
 * A queue whose jobs only wake: what they name is in the database, where the sweepers find it. So while its server is
 * away, jobs are refused, instead of being kept in memory until it is back. As soon as it takes what it was given, it is
 * given more.
 */
export class WakeUpQueue extends Queue {
  private readonly adding = new Set<Deadline>()

  constructor(...args: ConstructorParameters<typeof Queue>) {
    super(...args)
    // BullMQ prints the errors of a queue that nobody listens to as whole objects; a line is enough.
    const log = new SparingLog(new Logger('queue'))
    this.on('error', (error) => log.warn(`${this.name}: ${error.message}`))
  }

  /** @throws when the queue does not take the job within seconds, or did not take an earlier one yet */
  override async add(...args: Parameters<Queue['add']>): ReturnType<Queue['add']> {
    const [oldest] = this.adding
    if (this.adding.size >= maxAdding || (oldest && oldest.leftMs() <= 0))
      throw new Error('it does not answer')
    const deadline = new Deadline(addWithinMs)
    this.adding.add(deadline)
    const added = super.add(...args).finally(() => this.adding.delete(deadline))
    const inTime = new AbortController()
    const late = sleep(addWithinMs, undefined, { signal: inTime.signal, ref: false }).then(() => {
      throw new Error(`it did not answer within ${addWithinMs} ms`)
    })
    try {
      return await Promise.race([added, late])
    } finally {
      inTime.abort()
    }
  }
}
