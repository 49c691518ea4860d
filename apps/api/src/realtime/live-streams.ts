import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '@cloudpa/contracts/events'
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common'
import type { Caller } from '../auth/callers.service.js'
import type { Env } from '../env.js'
import { Batcher } from '../platform/batcher.js'
import { InjectEnv } from '../platform/config.js'
import { Heartbeats } from './heartbeats.js'
import { LiveStream } from './live-stream.js'

/** What may wait for all screens together to read it; who reads least is cut off first. */
const maxWaitingBytes = 64 * 1024 * 1024
/** Screens that load afresh, because they were told to or come back, are spread to about so many a second. */
const screensPerSecond = 250
const resyncEveryMs = 100

const frameOf = (event: LiveEvent) => Buffer.from(`data: ${JSON.stringify(event)}\n\n`)
const resyncFrame = frameOf({ type: 'resync' })

/** The open screens of this process, by org. */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly byOrg = new Map<string, Set<LiveStream>>()
  private readonly all = new Set<LiveStream>()
  private readonly stale = new Set<LiveStream>()
  /** The orgs whose streams are to be asked about: what comes while the database is asked is asked together. */
  private readonly recheck = new Batcher<string>((orgIds) => this.closeForGone(orgIds), {
    maxSize: 100,
    lanes: 1,
  })
  private waitingBytes = 0
  private resyncs?: NodeJS.Timeout | undefined
  private isClosing = false

  constructor(
    @InjectEnv() private readonly env: Env,
    private readonly heartbeats: Heartbeats,
  ) {}

  /** Takes over a response and keeps it open as the org's event stream until either side closes it. */
  open(caller: Caller, response: ServerResponse): void {
    if (this.isClosing) return void response.writeHead(503).end()
    const { orgId } = caller.member
    const stream: LiveStream = new LiveStream(caller, response, {
      onWaiting: (byBytes) => (this.waitingBytes += byBytes),
      onCaughtUp: () => this.resyncSoon([stream]),
      onClose: () => this.forget(orgId, stream),
    })
    this.all.add(stream)
    this.byOrg.set(orgId, (this.byOrg.get(orgId) ?? new Set()).add(stream))
    this.heartbeats.add(stream, () => this.heartbeat())
  }

  private forget(orgId: string, stream: LiveStream): void {
    this.heartbeats.remove(stream)
    this.all.delete(stream)
    this.stale.delete(stream)
    const streams = this.byOrg.get(orgId)
    streams?.delete(stream)
    if (streams?.size === 0) this.byOrg.delete(orgId)
  }

  /** With it goes when to come back if the line breaks: the more screens there are, the more they are spread. */
  private heartbeat(): Buffer {
    const spanMs = 1_000 + (this.all.size / screensPerSecond) * 1_000
    const retry = `retry: ${Math.round(1_000 + Math.random() * spanMs)}\n`
    return Buffer.concat([
      Buffer.from(retry),
      frameOf({ type: 'heartbeat', everyMs: this.env.LIVE_HEARTBEAT_MS }),
    ])
  }

  /** Whether anybody of this org has a screen open at this process. */
  isWatched(orgId: string): boolean {
    return this.byOrg.has(orgId)
  }

  send(orgId: string, event: LiveEvent): void {
    const frame = frameOf(event)
    for (const stream of this.byOrg.get(orgId) ?? []) stream.write(frame)
    if (this.waitingBytes > maxWaitingBytes) this.shed()
  }

  /** Somebody of the org may not listen any more: their streams close at once. */
  closeGone(orgId: string): void {
    void this.recheck.add(orgId)
  }

  private async closeForGone(orgIds: string[]): Promise<void> {
    const streams = [...new Set(orgIds)].flatMap((orgId) => [...(this.byOrg.get(orgId) ?? [])])
    if (streams.length > 0) await this.heartbeats.closeForGone(streams)
  }

  /** Something was missed: the org's open screens load again. */
  resync(orgId: string): void {
    this.resyncSoon(this.byOrg.get(orgId) ?? [])
  }

  /** Something may have been missed: every open screen loads again. */
  resyncAll(): void {
    this.resyncSoon(this.all)
  }

  private resyncSoon(streams: Iterable<LiveStream>): void {
    for (const stream of streams) this.stale.add(stream)
    if (this.resyncs || this.stale.size === 0) return
    this.resyncs = setInterval(() => this.resyncSome(), resyncEveryMs)
    this.resyncSome()
  }

  private resyncSome(): void {
    let left = (screensPerSecond * resyncEveryMs) / 1_000
    for (const stream of this.stale) {
      if (left-- <= 0) return
      this.stale.delete(stream)
      stream.write(resyncFrame)
    }
    if (left <= 0) return
    clearInterval(this.resyncs)
    this.resyncs = undefined
  }

  /** Cuts off the screens that most waits for, until half of what may wait is free again; they come back afresh. */
  private shed(): void {
    for (const stream of this.all) stream.recount()
    const fattest = [...this.all].sort((one, other) => other.waitingBytes - one.waitingBytes)
    for (const stream of fattest) {
      if (this.waitingBytes <= maxWaitingBytes / 2) return
      stream.cut()
    }
  }

  beforeApplicationShutdown(): void {
    this.isClosing = true
    clearInterval(this.resyncs)
    for (const stream of this.all) stream.end()
  }
}
