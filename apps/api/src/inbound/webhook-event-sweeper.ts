import type { SystemClient } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { IngestService, maxBatch } from './ingest.service.js'
import { MergeStatusService } from './merge-status.service.js'

/**
 * Ingests the webhook events that no job did: the API died before it enqueued one, the queue was lost or is away, or a
 * form was put off or set aside. It does not go through the queue, so that losing the queue only costs seconds.
 */
@Injectable()
export class WebhookEventSweeper {
  private readonly logger = new Logger('webhook-event-sweeper')

  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectEnv() private readonly env: Env,
    private readonly ingestion: IngestService,
    private readonly statuses: MergeStatusService,
  ) {}

  /** Looks at each due event once, in order; a page that fails does not keep the later ones from their turn. */
  async sweep(ending: AbortSignal): Promise<void> {
    let last = 0n
    let forgotten = 0
    const failures: unknown[] = []
    while (!ending.aborted) {
      const due = await this.due(last)
      if (due.length === 0) break
      last = due.at(-1)?.position ?? last
      forgotten += due.filter(({ wasPutOff }) => !wasPutOff).length
      const note = (error: unknown) => failures.push(error)
      await this.ingestion.ingestLeft(positionsOf(due, 'message')).catch(note)
      await this.statuses.mergeLeft(positionsOf(due, 'status')).catch(note)
    }
    if (forgotten > 0) this.logger.log(`picked up ${forgotten} webhook events that no job had processed`)
    if (failures.length > 0) throw failures[0]
  }

  private due(after: bigint): Promise<DueEvent[]> {
    // Events go with their org, and these rows stay until they are pruned. The event of each is looked up by its key.
    return this.system.$queryRaw`
      SELECT position, kind::text AS kind, next_attempt_at IS NOT NULL AS "wasPutOff" FROM webhook_due d
      WHERE position > ${after}
        AND coalesce(next_attempt_at <= now(), received_at < now() - ${this.env.SWEEP_AGE_MS} * interval '1 millisecond')
        AND (SELECT true FROM webhook_event e WHERE (e.position, e.org_id) = (d.position, d.org_id))
      ORDER BY position LIMIT ${maxBatch}`
  }
}

interface DueEvent {
  position: bigint
  kind: 'message' | 'status'
  wasPutOff: boolean
}

function positionsOf(due: DueEvent[], kind: DueEvent['kind']): number[] {
  return due.filter((event) => event.kind === kind).map(({ position }) => Number(position))
}
