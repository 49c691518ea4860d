import { setTimeout as sleep } from 'node:timers/promises'
import type { Door } from '@cloudpa/db'
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { EventHeads } from '../events/event-heads.js'
import type { AskOrgs } from '../events/read-events.js'
import { InjectDoor } from '../platform/database.js'
import { Periodic } from '../platform/periodic.js'
import { isTransient } from '../platform/transient.js'
import { HintListener } from '../realtime/hints.js'
import type { LiveStream } from '../realtime/live-stream.js'
import { LiveStreams } from '../realtime/live-streams.js'
import { gatherNews } from './gather-news.js'

/** Each turn takes a connection of the pool, and requests need theirs. */
const maxTurns = 3
/** The orgs of one turn share its queries. */
const orgsPerTurn = 50
/** Between two turns of an org: what comes meanwhile is told together. A turn that was quick makes a short rest. */
const rest = { turns: 3, maxMs: 50 }
/** After a turn that failed, or had all screens load again: the next one takes its time. */
const longRestMs = 2_000
const longestTurnMs = 15_000
/** Hints come at once and can be lost; this finds what they did not say. */
const lookEveryMs = 1_000

/** How an org's turn went: who keeps up was told, all screens are to load again, or nothing could be loaded. */
type Went = 'told' | 'resynced' | 'failed'

/**
 * From an org's events to its open screens: loads what changed once per process, however many screens are open, and
 * sends it in the shape the API answers with. Each stream goes on behind the event it heard last, so that whoever falls
 * behind or comes back hears exactly what was missed. Orgs that nobody watches here cost nothing.
 */
@Injectable()
export class LiveFeed implements OnModuleInit {
  private readonly logger = new Logger('live')
  private readonly woken = new Set<string>()
  /** The orgs that have a turn, or rest after one. */
  private readonly busy = new Set<string>()
  private turns = 0

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly heads: EventHeads,
    private readonly hints: HintListener,
    private readonly streams: LiveStreams,
    private readonly periodic: Periodic,
  ) {}

  onModuleInit(): void {
    this.hints.onHint(({ kind, orgIds }) => {
      if (kind === 'events') for (const orgId of orgIds) this.wake(orgId)
    })
    this.streams.onReady((orgId) => this.wake(orgId))
    this.periodic.repeat('live', lookEveryMs, () => this.look())
  }

  private async look(): Promise<void> {
    const orgIds = this.streams.watched()
    if (orgIds.length === 0) return
    const heads = await inTime(this.heads.ofAll(orgIds))
    for (const [at, orgId] of orgIds.entries()) {
      if (this.streams.ready(orgId).some(({ seq }) => seq !== heads[at])) this.wake(orgId)
    }
  }

  private wake(orgId: string): void {
    if (this.streams.ready(orgId).length === 0) return
    this.woken.add(orgId)
    this.startTurns()
  }

  private startTurns(): void {
    while (this.turns < maxTurns) {
      const orgIds = [...this.woken].filter((orgId) => !this.busy.has(orgId)).slice(0, orgsPerTurn)
      if (orgIds.length === 0) return
      for (const orgId of orgIds) {
        this.woken.delete(orgId)
        this.busy.add(orgId)
      }
      void this.takeTurn(orgIds)
    }
  }

  /** One after another within an org: of two snapshots the later one must be told last. */
  private async takeTurn(orgIds: string[]): Promise<void> {
    this.turns += 1
    const begunMs = performance.now()
    const went = await this.tellEach(orgIds)
    this.turns -= 1
    const restMs = Math.min(rest.maxMs, rest.turns * (performance.now() - begunMs))
    for (const orgId of orgIds) this.rest(orgId, restMs, went.get(orgId))
    this.startTurns()
  }

  private rest(orgId: string, restMs: number, went: Went | undefined): void {
    setTimeout(
      () => {
        this.busy.delete(orgId)
        if (went !== 'told') this.wake(orgId)
        this.startTurns()
      },
      went === 'failed' || went === 'resynced' ? longRestMs : restMs,
    )
  }

  /** Tells orgs together; should that fail, one by one, so that one that can't be told takes nobody along. */
  private async tellEach(orgIds: string[]): Promise<Map<string, Went>> {
    try {
      return await this.tell(orgIds)
    } catch (error) {
      const [orgId, ...others] = orgIds
      if (orgId === undefined) return new Map()
      if (others.length === 0 || isTransient(error)) {
        this.logger.warn(`could not update screens, will retry: ${String(error)}`)
        return new Map(orgIds.map((one): [string, Went] => [one, 'failed']))
      }
      const went = new Map<string, Went>()
      for (const one of orgIds) for (const [key, how] of await this.tellEach([one])) went.set(key, how)
      return went
    }
  }

  /**
   * Brings each stream to its org's latest event, or has those load again that are too far behind.
   * @returns how it went in those orgs that had their turn
   */
  private async tell(orgIds: string[]): Promise<Map<string, Went>> {
    const went = new Map<string, Went>()
    const listening = new Map<string, LiveStream[]>()
    for (const orgId of orgIds) {
      const streams = this.streams.ready(orgId)
      if (streams.length > 0) listening.set(orgId, streams)
      else went.set(orgId, 'told')
    }
    if (listening.size === 0) return went
    const ask: AskOrgs = (statement) => this.door.askOrgs(listening.keys(), statement)
    const gathered = await inTime(gatherNews(ask, listening))
    for (const [orgId, { head, lost, following, frames }] of gathered) {
      if (lost.length > 0) this.streams.resync(lost, head)
      for (const stream of following) stream.tell(frames, head)
      went.set(orgId, lost.length === listening.get(orgId)?.length ? 'resynced' : 'told')
    }
    // What was written in this turn of the event loop waits for its end, and not for its readers.
    setImmediate(() => this.streams.bound())
    return went
  }
}

/** @throws after a while: a query over a network that went silent never ends, and would keep the others' turns. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  // Turns come many times a second, and their clocks must not outlive them.
  const clock = new AbortController()
  const late = sleep(longestTurnMs, undefined, { ref: false, signal: clock.signal }).then(() => {
    throw new Error(`nothing was loaded within ${longestTurnMs} ms`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clock.abort()
  }
}
