import type { SystemClient } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { InjectQueue } from '@nestjs/bullmq'
import type { Queue } from 'bullmq'
import { PersonJoiner } from '../contacts/join-persons.js'
import type { Env } from '../env.js'
import { MEDIA_JOB, MEDIA_QUEUE, type MediaKey, type MediaPayload } from '../media/media.job.js'
import { Batcher } from '../platform/batcher.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { Slots } from '../platform/slots.js'
import { SparingLog } from '../platform/sparing-log.js'
import { isLockTimeout } from '../platform/transient.js'
import { HintPublisher } from '../realtime/hints.js'
import { ingest, TwoContacts, type Ingested } from './ingest.js'
import { isItemsFault, putOff, setAside } from './set-aside.js'

/** Events in one transaction: so many cost each little, and their locks are held for some ten milliseconds. */
export const maxBatch = 500
/** One transaction at work and one on its way keep the database busy; more would only be smaller. */
const lanes = 2
/** How long batches don't even try to wait after one met a lock: each new wait would throttle everybody's messages. */
const waryMs = 5_000

@Injectable()
export class IngestService {
  private readonly logger = new Logger('ingest')
  private readonly setAsideLog = new SparingLog(this.logger)
  private readonly mediaLog = new SparingLog(this.logger)
  private readonly heldLog = new SparingLog(this.logger)
  private readonly fresh = this.createBatcher(lanes)
  private readonly left = this.createBatcher(1)
  private waryUntilMs = 0
  /** Wary batches hold their orgs' numbers from the start, and must not take each other for somebody stuck. */
  private readonly waryTurn = new Slots(1)

  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectEnv() private readonly env: Env,
    private readonly hints: HintPublisher,
    @InjectQueue(MEDIA_QUEUE) private readonly mediaQueue: Queue,
    private readonly joiner: PersonJoiner,
  ) {}

  /**
   * Ingests the events of a job. Jobs that come while a batch is under way share the next transaction.
   * @throws only when the database is the trouble: then the job is retried as a whole
   */
  ingest(positions: number[]): Promise<void> {
    return this.fresh.add(...positions)
  }

  /** Ingests events that were left over; in a lane of their own, since what holds them up must not hold up new ones. */
  ingestLeft(positions: number[]): Promise<void> {
    return this.left.add(...positions)
  }

  private createBatcher(lanes: number): Batcher<number> {
    return new Batcher((positions) => this.ingestBatch(positions), {
      maxSize: maxBatch,
      lanes,
      isItemsFault,
    })
  }

  /**
   * Ingests events and tells the screens. An event that alone can't be ingested is set aside with its error and
   * tried again later; one that waits for somebody else's lock is only put off.
   * @throws what the batcher looks into by halves
   */
  private async ingestBatch(positions: number[]): Promise<void> {
    try {
      for (let left = positions; left.length > 0;) {
        const ingested = await this.ingestAroundLocks(left)
        await this.hints.publish('events', ingested.orgIds)
        this.fetchMedia(ingested.media)
        left = ingested.left
      }
    } catch (error) {
      const [position, ...others] = positions
      if (position === undefined || others.length > 0 || !isItemsFault(error)) throw error
      if (isLockTimeout(error)) await putOff(this.system, positions)
      else await this.setAside(position, error)
    }
  }

  /** Has fetched what messages carry, now that they are shown; nobody waits for it. */
  private fetchMedia(media: MediaKey[]): void {
    if (media.length === 0) return
    const job: MediaPayload = { media: media.map(({ orgId, id }) => ({ orgId, id })) }
    this.mediaQueue.add(MEDIA_JOB, job).catch((error: unknown) => {
      this.mediaLog.warn(`could not queue files, the sweeper will take them: ${String(error)}`)
    })
  }

  private async ingestAroundLocks(positions: number[]): Promise<Ingested> {
    const leavingOutLocked = () =>
      this.waryTurn.run(() => ingest(this.system, positions, { leavingOutLocked: true, takingTwo: true }))
    if (performance.now() < this.waryUntilMs) return leavingOutLocked()
    try {
      return await this.ingestAsOne(positions)
    } catch (error) {
      if (!isLockTimeout(error)) throw error
      this.waryUntilMs = performance.now() + waryMs
      this.heldLog.warn(
        'webhook events wait for rows that another transaction holds; they are tried again each second',
      )
      return leavingOutLocked()
    }
  }

  /** Two contacts that are one person become one first, so that their messages have one thread wherever that can be. */
  private async ingestAsOne(positions: number[]): Promise<Ingested> {
    try {
      return await ingest(this.system, positions)
    } catch (error) {
      if (!(error instanceof TwoContacts)) throw error
      await this.joiner.join(error.persons)
      return ingest(this.system, positions, { takingTwo: true })
    }
  }

  private async setAside(position: number, error: unknown): Promise<void> {
    this.setAsideLog.warn(`webhook event ${position} can't be ingested now: ${String(error)}`)
    const firstDelayMs = this.env.SWEEP_AGE_MS
    await setAside(this.system, [position], { error: String(error), firstDelayMs })
  }
}
