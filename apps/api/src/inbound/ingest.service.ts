import type { PrismaClient } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Batcher } from '../platform/batcher.js'
import { InjectPrisma } from '../platform/database.js'
import { isTransient } from '../platform/transient.js'
import { HintPublisher, type Hint } from '../realtime/hints.js'
import { ingest } from './ingest.js'
import type { IngestedMessage } from './write-inbound.js'

/** One transaction at work and one on its way keep the database busy; more would only be smaller. */
const lanes = 2
const maxJobs = 10

@Injectable()
export class IngestService {
  private readonly logger = new Logger('ingest')
  private readonly batcher = new Batcher<number[]>((jobs) => this.ingestBatch(jobs.flat()), {
    maxSize: maxJobs,
    lanes,
  })

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    @InjectEnv() private readonly env: Env,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Ingests the receipts of a job. Jobs that come while a batch is under way share the next transaction.
   * @throws only when the database is the trouble: then the job is retried as a whole
   */
  ingest(positions: number[]): Promise<void> {
    return this.batcher.add(positions)
  }

  /**
   * Ingests receipts and tells the screens. A receipt that can't be ingested is set aside with its error and tried
   * again later; it never holds up the others.
   */
  private async ingestBatch(positions: number[]): Promise<void> {
    try {
      await this.announce(await ingest(this.prisma, positions))
    } catch (error) {
      if (isTransient(error)) throw error
      if (positions.length > 1) return this.ingestOneByOne(positions)
      await this.setAside(positions[0] as number, error)
    }
  }

  /**
   * Tells the screens of messages whose receipts were done before: a worker that died between its commit and its hint
   * left them untold.
   */
  async announceDone(positions: number[]): Promise<void> {
    const done = await this.prisma.$queryRaw<IngestedMessage[]>`
      SELECT m.org_id AS "orgId", m.conversation_id AS "conversationId", m.id
      FROM receipt r JOIN message m ON (m.sid, m.chat_account_id) = (r.message_sid, r.chat_account_id)
      WHERE r.position = ANY(${positions}::bigint[]) AND r.done_at IS NOT NULL`
    await this.announce(done)
  }

  private async ingestOneByOne(positions: number[]): Promise<void> {
    for (const position of positions) await this.ingestBatch([position])
  }

  private async setAside(position: number, error: unknown): Promise<void> {
    this.logger.error({ message: `receipt ${position} can't be ingested`, stack: String(error) })
    const firstDelayMs = this.env.SWEEP_AGE_MS
    await this.prisma.$executeRaw`
      UPDATE receipt SET
        attempts = attempts + 1,
        error = ${String(error).slice(0, 2000)},
        next_attempt_at = now() + least(${firstDelayMs} * power(2, least(attempts, 20)), 3600000) * interval '1 millisecond'
      WHERE position = ${position} AND done_at IS NULL`
  }

  private async announce(messages: IngestedMessage[]): Promise<void> {
    const byOrg = new Map<string, [string, string][]>()
    for (const { orgId, conversationId, id } of messages) {
      byOrg.set(orgId, [...(byOrg.get(orgId) ?? []), [conversationId, id]])
    }
    const hints = [...byOrg].map(([orgId, changed]): Hint => ({ kind: 'messages', orgId, changed }))
    await this.hints.publish(...hints)
  }
}
