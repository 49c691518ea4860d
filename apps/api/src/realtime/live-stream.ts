import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Caller } from '../auth/callers.service.js'

/** An event as it goes over the line, with its number. */
export interface Frame {
  seq: number
  bytes: Buffer
  /** Whose screens alone hear it; null for everybody. */
  memberId: string | null
}

/** @param seq what a stream that heard this has come to; it comes back as Last-Event-ID */
export function frameOf(event: LiveEvent, seq: number, memberId: string | null = null): Frame {
  return { seq, memberId, bytes: Buffer.from(`id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`) }
}

/** @returns an event that is not counted: a stream that heard it has come no further */
export function uncounted(event: LiveEvent): Buffer {
  return Buffer.from(`data: ${JSON.stringify(event)}\n\n`)
}

/** What may wait for one screen to read it. Beyond this it hears nothing more until it has read on. */
const maxWaitingBytes = 256 * 1024

interface Watcher {
  /** What waits for this stream to read changed by so many bytes. */
  onWaiting: (byBytes: number) => void
  /** It read on after it had fallen behind, and has something to catch up with. */
  onCaughtUp: () => void
  onClose: () => void
}

/** One open screen: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class LiveStream {
  /** Since it fell behind nothing is written to it. */
  isBehind = false
  /** Whether it was behind at its last heartbeat already. */
  wasBehind = false
  private counted = 0

  constructor(
    readonly caller: Caller,
    private readonly response: ServerResponse,
    private readonly watcher: Watcher,
    /** The number of the last event it heard, or need not hear. */
    public seq: number,
  ) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    response.on('drain', () => this.caughtUp())
    response.on('error', () => response.destroy())
    response.on('close', () => {
      this.note(0)
      watcher.onClose()
    })
  }

  /** Bytes that wait to be read. */
  get waitingBytes(): number {
    return this.counted
  }

  /** @returns false when it has fallen behind, or is closed */
  write(bytes: Buffer): boolean {
    if (this.isBehind || this.response.destroyed) return false
    const waiting = this.response.writableLength
    if (waiting > 0 && waiting + bytes.length > maxWaitingBytes) {
      this.isBehind = true
      return false
    }
    this.response.write(bytes)
    this.recount()
    return true
  }

  /**
   * Writes what it has not heard yet.
   * @param upTo the event after which there is nothing in the frames that could be missing
   */
  tell(frames: Frame[], upTo: number): void {
    for (const { seq, bytes, memberId } of frames) {
      if (seq <= this.seq || (memberId ?? this.caller.member.memberId) !== this.caller.member.memberId)
        continue
      if (!this.write(bytes)) return
      this.seq = seq
    }
    this.seq = Math.max(this.seq, upTo)
  }

  /** Counts again what waits: part of it may have been read meanwhile. */
  recount(): void {
    this.note(this.response.destroyed ? 0 : this.response.writableLength)
  }

  /** Ends it in order if all was read, and by force if not: who does not read would never let it end. */
  end(): void {
    if (this.response.writableLength > 0) this.cut()
    else this.response.end()
  }

  /** A reset frees what the kernel holds for it as well. */
  cut(): void {
    this.response.socket?.resetAndDestroy()
    this.response.destroy()
    this.note(0)
  }

  private caughtUp(): void {
    this.recount()
    if (!this.isBehind) return
    this.isBehind = false
    this.wasBehind = false
    this.watcher.onCaughtUp()
  }

  private note(bytes: number): void {
    const by = bytes - this.counted
    this.counted = bytes
    if (by !== 0) this.watcher.onWaiting(by)
  }
}
