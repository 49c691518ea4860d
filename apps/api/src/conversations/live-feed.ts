import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Door, Tx } from '@cloudpa/db'
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { EventHeads } from '../events/event-heads.js'
import { readEvents, type OrgEvent } from '../events/read-events.js'
import { presentMessage } from '../outbound/present-message.js'
import { InjectDoor } from '../platform/database.js'
import { Periodic } from '../platform/periodic.js'
import { HintListener } from '../realtime/hints.js'
import { frameOf, type Frame, type LiveStream } from '../realtime/live-stream.js'
import { LiveStreams } from '../realtime/live-streams.js'
import { findConversations } from './conversations.queries.js'

/** Each turn takes a connection of the pool, and requests need theirs. */
const maxTurns = 3
/** Between two turns of an org: what comes meanwhile is told together. */
const restMs = 50
/** After a turn that failed, or had all screens load again: the next one takes its time. */
const longRestMs = 2_000
/** Beyond this, loading what is on a screen costs less than hearing it all. */
const maxTold = 500
const longestTurnMs = 15_000
/** Hints come at once and can be lost; this finds what they did not say. */
const lookEveryMs = 1_000

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
    for (const orgId of this.woken) {
      if (this.turns >= maxTurns) return
      if (this.busy.has(orgId)) continue
      this.woken.delete(orgId)
      void this.takeTurn(orgId)
    }
  }

  /** One after another within an org: of two snapshots the later one must be told last. */
  private async takeTurn(orgId: string): Promise<void> {
    this.turns += 1
    this.busy.add(orgId)
    const went = await this.tell(orgId).catch((error: unknown) => {
      this.logger.warn(`screens are told later: ${String(error)}`)
      return 'failed' as const
    })
    this.turns -= 1
    setTimeout(
      () => {
        this.busy.delete(orgId)
        if (went !== 'told all') this.wake(orgId)
        this.startTurns()
      },
      went === 'failed' || went === 'resynced' ? longRestMs : restMs,
    )
    this.startTurns()
  }

  /** Brings each stream to the org's latest event, or has those load again that are too far behind. */
  private async tell(orgId: string): Promise<'told all' | 'told some' | 'resynced'> {
    const listening = this.streams.ready(orgId)
    if (listening.length === 0) return 'told all'
    const told = await inTime(this.door.readOrg(orgId, (tx) => gather(tx, orgId, listening)))
    const { head, last, lost, following, frames } = told
    if (lost.length > 0) this.streams.resync(lost, head)
    for (const stream of following) stream.tell(frames, last)
    if (following.length > 0) this.streams.bound()
    if (lost.length === listening.length) return 'resynced'
    return lost.length > 0 || last < head ? 'told some' : 'told all'
  }
}

/** What an org's streams are to be told: those that are too far behind to load again, the others the next events. */
async function gather(tx: Tx, orgId: string, listening: LiveStream[]) {
  const after = Math.min(...listening.map(({ seq }) => seq))
  const { head, events } = await readEvents(tx, orgId, { after, limit: maxTold })
  const first = keptFrom(events) ?? head + 1
  // Behind what is kept or is worth telling; or ahead of it, after an older backup was restored.
  const lost = listening.filter(({ seq }) => seq + 1 < first || head - seq > maxTold || seq > head)
  const last = events.at(-1)?.seq ?? after
  const following = listening.filter((stream) => !lost.includes(stream) && stream.seq < last)
  const from = Math.min(...following.map(({ seq }) => seq))
  const untold = events.filter(({ seq }) => seq > from)
  return { head, last, lost, following, frames: untold.length > 0 ? await load(tx, orgId, untold) : [] }
}

/** What the events are about, as it is now: each message and conversation once, under the number of its last event. */
async function load(tx: Tx, orgId: string, events: OrgEvent[]): Promise<Frame[]> {
  const messageSeqs = lastSeqs(events, ({ messageId }) => messageId)
  const conversationSeqs = lastSeqs(events, ({ conversationId }) => conversationId)
  const conversations = await findConversations(tx, orgId, [...conversationSeqs.keys()])
  const messages = await tx.message.findMany({ where: { orgId, id: { in: [...messageSeqs.keys()] } } })
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]))
  const told: [seq: number, event: LiveEvent][] = []
  for (const row of messages) {
    const conversation = byId.get(row.conversationId)
    const seq = messageSeqs.get(row.id)
    if (!conversation || seq === undefined) continue
    told.push([seq, { type: 'message', message: presentMessage(row), conversation }])
    // A message brings its conversation along.
    if (conversationSeqs.get(conversation.id) === seq) conversationSeqs.delete(conversation.id)
  }
  for (const [id, seq] of conversationSeqs) {
    const conversation = byId.get(id)
    if (conversation) told.push([seq, { type: 'conversation', conversation }])
  }
  const numbers = events.findLast(({ kind }) => kind === 'chat-account')
  if (numbers) told.push([numbers.seq, { type: 'chat-accounts' }])
  return told.toSorted(([one], [other]) => one - other).map(([seq, event]) => frameOf(event, seq))
}

/** From which event on all are there: in the midst of pruning some of the oldest may be, without those behind them. */
function keptFrom(events: OrgEvent[]): number | undefined {
  const gap = events.findLastIndex(({ seq }, at) => at > 0 && events[at - 1]?.seq !== seq - 1)
  return events[Math.max(gap, 0)]?.seq
}

/** The number of the last event about each thing. */
function lastSeqs(events: OrgEvent[], idOf: (event: OrgEvent) => string | null): Map<string, number> {
  return new Map(
    events.flatMap((event) => {
      const id = idOf(event)
      return id === null ? [] : [[id, event.seq] as const]
    }),
  )
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
