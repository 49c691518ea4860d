import { Processor, WorkerHost } from '@nestjs/bullmq'
import { Injectable, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'
import { UnrecoverableError, type Job } from 'bullmq'
import { MediaLine, SoundLine } from './media-line.js'
import { MEDIA_QUEUE, MediaPayload } from './media.job.js'

/** The worker of media. Its jobs only wake: one that waited for a slow host would keep other orgs' jobs waiting. */
@Injectable()
@Processor(MEDIA_QUEUE)
export class MediaProcessor extends WorkerHost implements OnModuleDestroy, BeforeApplicationShutdown {
  constructor(
    private readonly line: MediaLine,
    private readonly soundLine: SoundLine,
  ) {
    super()
  }

  async process(job: Job): Promise<void> {
    const payload = MediaPayload.safeParse(job.data)
    if (!payload.success) throw new UnrecoverableError(`not a media job: ${payload.error.message}`)
    for (const key of payload.data.media) this.line.wake(key)
    for (const key of payload.data.sounds ?? []) this.soundLine.wake(key)
  }

  onModuleDestroy(): void {
    this.line.stop()
    this.soundLine.stop()
  }

  /** Before the pools close, which is in onApplicationShutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.worker.close(), this.line.drained(), this.soundLine.drained()])
  }
}
