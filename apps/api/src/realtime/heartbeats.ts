import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common'
import { CallersService, type Caller } from '../auth/callers.service.js'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import type { LiveStream } from './live-stream.js'

/** A heartbeat's time is parted into so many slots; the streams of a slot are asked for together. */
const slotCount = 20

interface Slot {
  /** What to write to each stream. */
  streams: Map<LiveStream, () => Buffer>
  isAsking: boolean
}

/**
 * Tells open screens that their line is alive, and closes it for who signed out, was removed or whose key was deleted.
 * What that costs the database does not grow with the screens: a few queries per slot.
 */
@Injectable()
export class Heartbeats implements BeforeApplicationShutdown {
  private readonly logger = new Logger('live')
  private readonly slots: Slot[] = Array.from({ length: slotCount }, () => ({
    streams: new Map(),
    isAsking: false,
  }))
  /** Runs while there are streams. */
  private timer: NodeJS.Timeout | undefined
  private readonly goneTellers: ((caller: Caller) => void)[] = []
  private opened = 0
  private beaten = 0

  constructor(
    @InjectEnv() private readonly env: Env,
    private readonly callers: CallersService,
  ) {}

  /** Beats at once, and from then on once in LIVE_HEARTBEAT_MS. */
  add(stream: LiveStream, frame: () => Buffer): void {
    stream.write(frame())
    this.slots[this.opened++ % slotCount]?.streams.set(stream, frame)
    this.timer ??= setInterval(() => void this.beat(), this.env.LIVE_HEARTBEAT_MS / slotCount)
  }

  remove(stream: LiveStream): void {
    for (const { streams } of this.slots) streams.delete(stream)
    if (this.slots.some(({ streams }) => streams.size > 0)) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  private async beat(): Promise<void> {
    const slot = this.slots[this.beaten++ % slotCount]
    if (!slot || slot.streams.size === 0) return
    for (const [stream, frame] of slot.streams) {
      // Nothing was read from one beat to the next.
      if (stream.wasBehind) stream.cut()
      stream.wasBehind = stream.isBehind
      stream.write(frame())
    }
    if (slot.isAsking) return
    slot.isAsking = true
    await this.closeForGone([...slot.streams.keys()])
    slot.isAsking = false
  }

  /** Adds who is told of a caller who was found not to be one any more. */
  onGone(tell: (caller: Caller) => void): void {
    this.goneTellers.push(tell)
  }

  /** Closes those of the streams whose callers may not listen any more. Never throws. */
  async closeForGone(streams: LiveStream[]): Promise<void> {
    try {
      const remaining = await this.callers.whoRemains(streams.map(({ caller }) => caller))
      for (const stream of streams) {
        if (remaining.has(stream.caller)) continue
        stream.end()
        for (const tell of this.goneTellers) tell(stream.caller)
      }
    } catch (error) {
      // The database is away: nothing is sent meanwhile either, and the next beat asks again.
      this.logger.warn(`could not ask who is listening: ${String(error)}`)
    }
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer)
  }
}
