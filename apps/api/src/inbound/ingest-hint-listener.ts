import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common'
import { SparingLog } from '../platform/sparing-log.js'
import { HintConnection } from '../realtime/hint-connection.js'
import { ingestChannel } from './ingest-hint.js'
import { IngestPayload } from './ingest.job.js'
import { IngestService } from './ingest.service.js'
import { MergeStatusService } from './merge-status.service.js'

/** A worker that has so many hints in hand leaves further ones to their jobs. */
const maxInHand = 100

/** Ingests what a hint names. Every worker hears it, and whoever claims an event first does it. */
@Injectable()
export class IngestHintListener implements BeforeApplicationShutdown {
  private readonly log = new SparingLog(new Logger('ingest-hints'))
  private readonly inHand = new Set<Promise<void>>()
  private isEnding = false

  constructor(
    connection: HintConnection,
    private readonly service: IngestService,
    private readonly statuses: MergeStatusService,
  ) {
    connection.watch({
      onConnect: (client) => {
        client.on('notification', ({ payload }) => this.hear(payload ?? ''))
        return client.query(`LISTEN ${ingestChannel}`)
      },
    })
  }

  /** Before the pools close, which is in onApplicationShutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true
    await Promise.all(this.inHand)
  }

  private hear(text: string): void {
    if (this.isEnding || this.inHand.size >= maxInHand) return
    const work = this.ingest(text)
      .catch((error: unknown) =>
        this.log.warn(`could not act on a hint, leaving it to its job: ${String(error)}`),
      )
      .finally(() => this.inHand.delete(work))
    this.inHand.add(work)
  }

  private async ingest(text: string): Promise<void> {
    const { positions, statuses } = IngestPayload.parse(JSON.parse(text))
    await this.service.ingest(positions)
    await this.statuses.merge(statuses)
  }
}
