import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '@cloudpa/contracts/events'
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common'

/** A screen that stopped reading is cut off at this many unread bytes; it reconnects and loads afresh. */
const maxBufferedBytes = 4 * 1024 * 1024
/** Shorter than the idle time-out of common proxies (60 s). */
const heartbeatMs = 20_000

/** The open screens of this process, by org: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly byOrg = new Map<string, Set<ServerResponse>>()

  /** Takes over a response and keeps it open as the org's event stream until either side closes it. */
  open(orgId: string, response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    response.write('retry: 1000\n: connected\n\n')
    const streams = this.byOrg.get(orgId) ?? new Set()
    this.byOrg.set(orgId, streams.add(response))
    const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs)
    response.on('close', () => {
      clearInterval(heartbeat)
      streams.delete(response)
      if (streams.size === 0) this.byOrg.delete(orgId)
    })
    response.on('error', () => response.destroy())
  }

  /** Whether anybody of this org has a screen open at this process. */
  isWatched(orgId: string): boolean {
    return this.byOrg.has(orgId)
  }

  send(orgId: string, event: LiveEvent): void {
    const streams = this.byOrg.get(orgId)
    if (!streams) return
    const frame = `data: ${JSON.stringify(event)}\n\n`
    for (const stream of streams) {
      if (stream.writableLength > maxBufferedBytes) stream.destroy()
      else stream.write(frame)
    }
  }

  /** Something may have been missed: every open screen loads again. */
  resyncAll(): void {
    for (const orgId of this.byOrg.keys()) this.send(orgId, { type: 'resync' })
  }

  beforeApplicationShutdown(): void {
    for (const streams of this.byOrg.values()) for (const stream of streams) stream.end()
  }
}
