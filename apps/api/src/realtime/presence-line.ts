import type { LiveEvent } from '@cloudpa/contracts/events'
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

/**
 * Tells open screens who is at which conversation. Each API process keeps a table of what all of them heard, over
 * NOTIFY and in memory alone: what is lost is said again within seconds, and a process that just started learns it so.
 */
@Injectable()
export class PresenceLine implements OnModuleInit {
  private readonly log = new SparingLog(new Logger('presence'))
  private readonly table: PresenceTable
  private readonly pacer = new Pacer<PresenceNote>((notes) => this.send(notes), pace)

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
    this.streams.onReady((orgId, stream) => {
      this.write([stream], { type: 'presence', all: true, conversations: this.table.of(orgId) })
    })
    this.periodic.repeat('presence', expireEveryMs, async () => {
      for (const [orgId, ids] of this.table.expire(performance.now())) this.tell(orgId, ids)
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
      this.log.warn(`who is looking could not be told: ${String(error)}`)
    }
  }

  private hear(payload: string): void {
    const notes = readNotes(payload)
    if (!notes) return this.log.warn('who is looking was told in a way that is not known here')
    const changed = new Map<string, Set<string>>()
    for (const note of notes) {
      const ids = this.table.hear(note, performance.now())
      if (ids.length > 0) changed.set(note.orgId, new Set([...(changed.get(note.orgId) ?? []), ...ids]))
    }
    for (const [orgId, ids] of changed) this.tell(orgId, ids)
  }

  private tell(orgId: string, conversationIds: Set<string>): void {
    const conversations = [...conversationIds].map((id) => this.table.at(orgId, id))
    this.write(this.streams.ready(orgId), { type: 'presence', all: false, conversations })
  }

  /** To people's screens: a program is nobody's colleague. */
  private write(streams: LiveStream[], event: LiveEvent): void {
    const people = streams.filter(({ caller }) => caller.member.memberId !== null)
    if (people.length === 0) return
    const bytes = uncounted(event)
    for (const stream of people) stream.write(bytes)
    // As with other events, what this turn of the event loop wrote is counted at its end.
    setImmediate(() => this.streams.bound())
  }
}
