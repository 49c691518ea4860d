import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '@cloudpa/contracts/events'
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'

/** A screen that stopped reading is cut off at this many unread bytes; it reconnects and loads afresh. */
const maxBufferedBytes = 4 * 1024 * 1024
/** The open screens of this process, by org: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly logger = new Logger('live')
  private readonly byOrg = new Map<string, Set<ServerResponse>>()
  private stopping = false

  constructor(@InjectEnv() private readonly env: Env) {}

  /**
   * Takes over a response and keeps it open as the org's event stream until either side closes it.
   * @param mayStay asked at every heartbeat, so that who signed out or was removed hears nothing more
   */
  open(orgId: string, response: ServerResponse, mayStay: () => Promise<boolean>): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    response.write('retry: 1000\n: connected\n\n')
    const streams = this.byOrg.get(orgId) ?? new Set()
    this.byOrg.set(orgId, streams.add(response))
    const heartbeat = setInterval(() => void this.beat(response, mayStay), this.env.LIVE_HEARTBEAT_MS)
    response.on('close', () => {
      clearInterval(heartbeat)
      streams.delete(response)
      if (streams.size === 0) this.byOrg.delete(orgId)
    })
    response.on('error', () => response.destroy())
    if (this.stopping) response.end()
  }

  private async beat(response: ServerResponse, mayStay: () => Promise<boolean>): Promise<void> {
    response.write(': still here\n\n')
    try {
      if (!(await mayStay())) response.end()
    } catch (error) {
      // The database is away: nothing is sent meanwhile either, and the next beat asks again.
      this.logger.warn(`could not ask who is listening: ${String(error)}`)
    }
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
    this.stopping = true
    for (const streams of this.byOrg.values()) for (const stream of streams) stream.end()
  }
}
