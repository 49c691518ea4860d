import type { ServerResponse } from 'node:http'
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common'
import type { Caller } from '../auth/callers.service.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { Batcher } from '../platform/batcher.js'
import { InjectEnv } from '../platform/config.js'
import { Heartbeats } from './heartbeats.js'
import { frameOf, LiveStream } from './live-stream.js'

/** What may wait for all screens together to read it; who reads least is cut off first. */
const maxWaitingBytes = 64 * 1024 * 1024
/** Screens that load afresh, because they were told to or come back, are spread to about so many a second. */
const screensPerSecond = 250
const resyncEveryMs = 100

/** What may be open at once: far more than a person has screens, or a program connections. */
const maxPerCaller = 100
const maxPerOrg = 5_000

/** The open screens of this process, by org. */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly byOrg = new Map<string, Set<LiveStream>>()
  private readonly all = new Set<LiveStream>()
  /** Streams that are to load again, and the event to go on behind. */
  private readonly stale = new Map<LiveStream, number>()
  /** Streams that are to be asked about: what comes while the database is asked is asked together. */
  private readonly recheck = new Batcher<() => Iterable<LiveStream>>((some) => this.closeForGone(some), {
    maxSize: 100,
    lanes: 1,
  })
  private waitingBytes = 0
  private resyncs?: NodeJS.Timeout | undefined
  private isClosing = false
  private readonly readyTellers: ((orgId: string, stream: LiveStream) => void)[] = []

  constructor(
    @InjectEnv() private readonly env: Env,
    private readonly heartbeats: Heartbeats,
  ) {}

  /** @throws {AppError} rate_limited when this session or API key, or its org, has as many open as may be */
  admit({ orgId, keyId, sessionId }: CurrentMember): void {
    const streams = this.byOrg.get(orgId)
    if (!streams) return
    if (streams.size >= maxPerOrg) throw new AppError('too_many_streams', { maximum: maxPerOrg })
    let own = 0
    for (const { caller } of streams) {
      if (caller.member.keyId === keyId && caller.member.sessionId === sessionId) own += 1
    }
    if (own >= maxPerCaller) throw new AppError('too_many_streams', { maximum: maxPerCaller })
  }

  /**
   * Takes over a response and keeps it open as the org's event stream until either side closes it.
   * @param after the event that the screen has heard, or that it loads what it shows after
   */
  open(caller: Caller, response: ServerResponse, after: number): void {
    if (this.isClosing) return void response.writeHead(503).end()
    const { orgId } = caller.member
    const watcher = {
      onWaiting: (byBytes: number) => (this.waitingBytes += byBytes),
      onCaughtUp: () => this.tellReady(orgId, stream),
      onClose: () => this.forget(orgId, stream),
    }
    const stream: LiveStream = new LiveStream(caller, response, watcher, after)
    this.all.add(stream)
    this.byOrg.set(orgId, (this.byOrg.get(orgId) ?? new Set()).add(stream))
    this.heartbeats.add(stream, () => this.heartbeat(stream))
    this.tellReady(orgId, stream)
    // Who was let in may have been removed before the stream was here for closeGone to find.
    void this.recheck.add(() => [stream])
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
  private heartbeat({ seq }: LiveStream): Buffer {
    const spanMs = 1_000 + (this.all.size / screensPerSecond) * 1_000
    const retry = `retry: ${Math.round(1_000 + Math.random() * spanMs)}\n`
    return Buffer.concat([
      Buffer.from(retry),
      frameOf({ type: 'heartbeat', everyMs: this.env.LIVE_HEARTBEAT_MS }, seq).bytes,
    ])
  }

  /** The orgs of which somebody has a screen open at this process. */
  watched(): string[] {
    return [...this.byOrg.keys()]
  }

  /** The org's streams that hear what is written now: those that keep up, and wait for no word to load again. */
  ready(orgId: string): LiveStream[] {
    return [...(this.byOrg.get(orgId) ?? [])].filter((stream) => !stream.isBehind && !this.stale.has(stream))
  }

  /** Adds who is told of an org with a stream that opened or became ready again, and so may have missed something. */
  onReady(tell: (orgId: string, stream: LiveStream) => void): void {
    this.readyTellers.push(tell)
  }

  private tellReady(orgId: string, stream: LiveStream): void {
    for (const tell of this.readyTellers) tell(orgId, stream)
  }

  /** Called after something was written to streams: too much may wait for them by now. */
  bound(): void {
    if (this.waitingBytes > maxWaitingBytes) this.shed()
  }

  /** Somebody of the org may not listen any more: their streams close at once. */
  closeGone(orgId: string): void {
    void this.recheck.add(() => this.byOrg.get(orgId) ?? [])
  }

  private async closeForGone(some: (() => Iterable<LiveStream>)[]): Promise<void> {
    const streams = new Set(some.flatMap((find) => [...find()]))
    if (streams.size > 0) await this.heartbeats.closeForGone([...streams])
  }

  /**
   * Has screens load again, a few at a time, and go on from there.
   * @param head the org's latest event
   */
  resync(streams: LiveStream[], head: number): void {
    for (const stream of streams) this.stale.set(stream, head)
    if (this.resyncs || this.stale.size === 0) return
    this.resyncs = setInterval(() => this.resyncSome(), resyncEveryMs)
    this.resyncSome()
  }

  private resyncSome(): void {
    let left = (screensPerSecond * resyncEveryMs) / 1_000
    for (const [stream, head] of this.stale) {
      if (left <= 0) return
      // One that fell behind meanwhile hears it once it has read on.
      if (!stream.write(frameOf({ type: 'resync' }, head).bytes)) continue
      left -= 1
      this.stale.delete(stream)
      stream.seq = head
      this.tellReady(stream.caller.member.orgId, stream)
    }
    if (this.stale.size > 0) return
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
