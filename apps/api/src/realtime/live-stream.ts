import type { ServerResponse } from 'node:http'
import type { Caller } from '../auth/callers.service.js'

/** What may wait for one screen to read it. Beyond this it hears nothing more until it has read on. */
const maxWaitingBytes = 256 * 1024

interface Watcher {
  /** What waits for this stream to read changed by so many bytes. */
  onWaiting: (byBytes: number) => void
  /** It read on after it had fallen behind, and missed something. */
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

  write(frame: Buffer): void {
    if (this.isBehind || this.response.destroyed) return
    const waiting = this.response.writableLength
    if (waiting > 0 && waiting + frame.length > maxWaitingBytes) {
      this.isBehind = true
      return
    }
    this.response.write(frame)
    this.recount()
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
