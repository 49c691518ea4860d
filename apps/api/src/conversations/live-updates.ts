import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { PrismaClient } from '@cloudpa/db'
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { presentMessage } from '../outbound/present-message.js'
import { InjectPrisma } from '../platform/database.js'
import type { Hint } from '../realtime/hint.js'
import { HintListener } from '../realtime/hints.js'
import { LiveStreams } from '../realtime/live-streams.js'
import { OrgChanges } from '../realtime/org-changes.js'
import { findConversations } from './conversations.queries.js'

/** Each turn takes two connections of the pool, and requests need theirs. */
const maxTurns = 3
/** Between two turns of an org: what comes meanwhile is told together. */
const restMs = 50
/** Every screen of the org loads again after a resync, so the next one takes its time. */
const restAfterResyncMs = 2_000
/** Beyond this, loading what is on a screen costs less than hearing it all. */
const maxTold = 500
const longestTurnMs = 15_000

/**
 * From a hint to the open screens: loads what changed once per process, however many screens are open, and sends it
 * in the shape the API answers with. While one turn of an org is under way, all that comes waits for the next, so
 * that screens lag by two turns at most. Orgs that nobody watches here cost nothing.
 */
@Injectable()
export class LiveUpdates implements OnModuleInit {
  private readonly logger = new Logger('live')
  private readonly waiting = new Map<string, OrgChanges>()
  /** The orgs that have a turn, or rest after one. */
  private readonly busy = new Set<string>()
  private turns = 0

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly hints: HintListener,
    private readonly streams: LiveStreams,
  ) {}

  onModuleInit(): void {
    this.hints.onHint((hint) => this.gather(hint))
    this.hints.onReconnect(() => this.streams.resyncAll())
  }

  private gather(hint: Hint): void {
    if (hint.kind === 'chat-accounts' || hint.kind === 'access') return
    if (!this.streams.isWatched(hint.orgId)) return
    const changes = this.waiting.get(hint.orgId) ?? new OrgChanges(hint.orgId, maxTold)
    changes.add(hint)
    this.waiting.set(hint.orgId, changes)
    this.startTurns()
  }

  private startTurns(): void {
    for (const [orgId, changes] of this.waiting) {
      if (this.turns >= maxTurns) return
      if (this.busy.has(orgId)) continue
      this.waiting.delete(orgId)
      void this.takeTurn(orgId, changes)
    }
  }

  /** One after another within an org: of two snapshots the later one must be told last. */
  private async takeTurn(orgId: string, changes: OrgChanges): Promise<void> {
    this.turns += 1
    this.busy.add(orgId)
    const wasTold = await this.tell(orgId, changes)
    this.turns -= 1
    setTimeout(
      () => {
        this.busy.delete(orgId)
        this.startTurns()
      },
      wasTold ? restMs : restAfterResyncMs,
    )
    this.startTurns()
  }

  /** @returns false when the screens have to load again instead */
  private async tell(orgId: string, changes: OrgChanges): Promise<boolean> {
    try {
      if (!changes.isTooMuch) {
        const events = await Promise.race([this.load(orgId, changes), giveUp()])
        for (const event of events) this.streams.send(orgId, event)
        return true
      }
    } catch (error) {
      this.logger.warn(`screens are told to load again: ${String(error)}`)
    }
    this.streams.resync(orgId)
    return false
  }

  private async load(orgId: string, { messages: ids, conversationIds }: OrgChanges): Promise<LiveEvent[]> {
    const [conversations, messages] = await Promise.all([
      findConversations(this.prisma, orgId, [...new Set([...conversationIds, ...ids.values()])]),
      this.prisma.message.findMany({
        where: { orgId, id: { in: [...ids.keys()] } },
        orderBy: { position: 'asc' },
      }),
    ])
    const untold = new Map(conversations.map((conversation) => [conversation.id, conversation]))
    const byId = new Map(untold)
    const events: LiveEvent[] = []
    for (const row of messages) {
      const conversation = byId.get(row.conversationId)
      if (!conversation) continue
      untold.delete(conversation.id)
      events.push({ type: 'message', message: presentMessage(row), conversation })
    }
    for (const conversation of untold.values()) events.push({ type: 'conversation', conversation })
    return events
  }
}

/** @throws after a while: a query over a network that went silent never ends, and would keep the others' turns. */
async function giveUp(): Promise<never> {
  await sleep(longestTurnMs, undefined, { ref: false })
  throw new Error(`nothing was loaded within ${longestTurnMs} ms`)
}
