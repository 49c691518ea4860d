import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Pacer } from '../platform/pacer.js'
import { Periodic } from '../platform/periodic.js'
import { SparingLog } from '../platform/sparing-log.js'
import { HintConnection } from './hint-connection.js'
import { type LiveStream, uncounted } from './live-stream.js'
import { LiveStreams } from './live-streams.js'
import { readNotes, writeNotes, type PresenceNote } from './presence-note.js'
import { PresenceTable } from './presence-table.js'

/** Of its own, so that processes without screens need not hear it. */
const channel = 'cloudpa_presence'
/** Few notes go out at once; of many, all that come within the longest pause go together. */
const pace = { pausePerItemMs: 5, maxPauseMs: 250, maxWaiting: 5_000 }
const expireEveryMs = 250
/** Screens hear of one change at once, and of all that come within the pause after it together. */
const tellingPace = { pausePerItemMs: 100, maxPauseMs: 250, maxWaiting: Infinity }

/** A conversation at which something changed. */
interface Place {
  orgId: string
  conversationId: string
}

/**
 * Tells open screens who is at which conversation. Each API process keeps a table of what all of them heard, over
 * NOTIFY and in memory alone: what is lost is said again within seconds, and a process that just started learns it so.
 */
@Injectable()
export class PresenceLine implements OnModuleInit {
  private readonly log = new SparingLog(new Logger('presence'))
  private readonly table: PresenceTable
  private readonly pacer = new Pacer<PresenceNote>((notes) => this.send(notes), pace)
  private readonly telling = new Pacer<Place>(async (places) => this.tell(places), tellingPace)
  /** What screens that begin at one time hear first, by org, until somebody there comes, goes or types. */
  private readonly snapshots = new Map<string, Buffer>()

  constructor(
    @InjectEnv() env: Env,
    private readonly connection: HintConnection,
    private readonly streams: LiveStreams,
    private readonly periodic: Periodic,
  ) {
    this.table = new PresenceTable(env.PRESENCE_LEASE_MS)
    connection.watch({
      onConnect: (client) => {
        client.on('notification', ({ channel: of, payload }) => {
          if (of === channel) this.hear(payload ?? '')
        })
        return client.query(`LISTEN ${channel}`)
      },
    })
  }

  onModuleInit(): void {
    this.streams.onReady((orgId, stream) => this.write([stream], () => this.snapshotOf(orgId)))
    this.periodic.repeat('presence', expireEveryMs, async () => {
      this.snapshots.clear()
      for (const [orgId, ids] of this.table.expire(performance.now())) this.changed(orgId, [...ids])
    })
  }

  /** Passes on what a screen said. Never throws, nor waits: it will say so again. */
  give(note: PresenceNote): void {
    this.pacer.add([note])
  }

  private async send(notes: PresenceNote[]): Promise<void> {
    try {
      const statement = 'SELECT count(pg_notify($1, payload)) FROM unnest($2::text[]) AS payload'
      await this.connection.query(statement, [channel, writeNotes(notes)])
    } catch (error) {
      this.log.warn(`could not publish presence: ${String(error)}`)
    }
  }

  private hear(payload: string): void {
    const notes = readNotes(payload)
    if (!notes) return this.log.warn('ignored presence in an unknown format')
    for (const note of notes) this.changed(note.orgId, this.table.hear(note, performance.now()))
  }

  private changed(orgId: string, conversationIds: string[]): void {
    if (conversationIds.length === 0) return
    this.snapshots.delete(orgId)
    this.telling.add(conversationIds.map((conversationId) => ({ orgId, conversationId })))
  }

  private tell(places: Place[]): void {
    const byOrg = new Map<string, Set<string>>()
    for (const { orgId, conversationId } of places) {
      byOrg.set(orgId, (byOrg.get(orgId) ?? new Set()).add(conversationId))
    }
    for (const [orgId, ids] of byOrg) {
      this.write(this.streams.ready(orgId), () =>
        uncounted({ type: 'presence', all: false, conversations: this.table.among(orgId, ids) }),
      )
    }
  }

  private snapshotOf(orgId: string): Buffer {
    const event = () => ({ type: 'presence' as const, all: true, conversations: this.table.of(orgId) })
    const bytes = this.snapshots.get(orgId) ?? uncounted(event())
    this.snapshots.set(orgId, bytes)
    return bytes
  }

  /** To people's screens: a program is nobody's colleague. */
  private write(streams: LiveStream[], bytesOf: () => Buffer): void {
    const people = streams.filter(({ caller }) => caller.member.memberId !== null)
    if (people.length === 0) return
    const bytes = bytesOf()
    for (const stream of people) stream.write(bytes)
    // As with other events, what this turn of the event loop wrote is counted at its end.
    setImmediate(() => this.streams.bound())
  }
}
