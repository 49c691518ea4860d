import { Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'

/** Sends what waits in a conversation; says when to come back, in milliseconds, or undefined for never. */
type Deliver = (orgId: string, conversationId: string) => Promise<number | undefined>

/** One org's conversations: in line, in hand, to be done once more when they are through, and to come back to. */
interface Lane {
  waiting: Set<string>
  running: Set<string>
  again: Set<string>
  timers: Map<string, NodeJS.Timeout>
}

/** So many conversations of one org are remembered, in line or by a timer; the sweeper finds the others again. */
export const maxRemembered = 1000
const maxDelayMs = 3_600_000

/**
 * Shares this process's calls to Twilio among the orgs, which take turns. An org gets at most `perOrg` of them, and
 * fewer than are left of `total`. One that has none always gets one: whose Twilio hangs can't take the last from others.
 */
export class Dispatcher implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('dispatcher')
  /** In the order in which the orgs take turns. */
  private readonly lanes = new Map<string, Lane>()
  private readonly inHand = new Set<Promise<void>>()
  private stopping = false

  constructor(
    private readonly deliver: Deliver,
    private readonly perOrg: number,
    private readonly total: number = 10 * perOrg,
  ) {}

  /** Puts a conversation in line. One that is in hand is done once more afterwards, since it may be past its look. */
  wake(orgId: string, conversationId: string): void {
    if (this.stopping) return
    const lane = this.lanes.get(orgId) ?? {
      waiting: new Set(),
      running: new Set(),
      again: new Set(),
      timers: new Map(),
    }
    this.lanes.set(orgId, lane)
    clearTimeout(lane.timers.get(conversationId))
    lane.timers.delete(conversationId)
    if (lane.running.has(conversationId)) lane.again.add(conversationId)
    else if (lane.waiting.size < maxRemembered) lane.waiting.add(conversationId)
    this.fill()
  }

  /** From here on nothing is begun; what is in line stays in the database, for another process. */
  onModuleDestroy(): void {
    this.stopping = true
    for (const lane of this.lanes.values()) for (const timer of lane.timers.values()) clearTimeout(timer)
    this.lanes.clear()
  }

  /** Before the pools close, which is in onApplicationShutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.inHand)
  }

  private fill(): void {
    for (let orgId = this.whoseTurn(); orgId !== undefined; orgId = this.whoseTurn()) {
      const lane = this.lanes.get(orgId)
      const [conversationId] = lane?.waiting ?? []
      if (!lane || conversationId === undefined) return
      // To the end of the line.
      this.lanes.delete(orgId)
      this.lanes.set(orgId, lane)
      lane.waiting.delete(conversationId)
      lane.running.add(conversationId)
      const run = this.run(lane, orgId, conversationId).finally(() => {
        this.inHand.delete(run)
        this.fill()
      })
      this.inHand.add(run)
    }
  }

  private whoseTurn(): string | undefined {
    if (this.stopping) return undefined
    const share = Math.max(1, Math.min(this.perOrg, this.total - this.inHand.size))
    for (const [orgId, lane] of this.lanes) {
      if (lane.waiting.size > 0 && lane.running.size < share) return orgId
    }
    return undefined
  }

  private async run(lane: Lane, orgId: string, conversationId: string): Promise<void> {
    let delayMs: number | undefined
    try {
      delayMs = await this.deliver(orgId, conversationId)
    } catch (error) {
      this.logger.warn(`conversation ${conversationId} is left to the sweeper: ${String(error)}`)
    }
    lane.running.delete(conversationId)
    if (lane.again.delete(conversationId)) lane.waiting.add(conversationId)
    else if (delayMs !== undefined) this.comeBack(lane, orgId, conversationId, delayMs)
    if (lane.waiting.size + lane.running.size + lane.timers.size === 0) this.lanes.delete(orgId)
  }

  private comeBack(lane: Lane, orgId: string, conversationId: string, delayMs: number): void {
    if (this.stopping || lane.timers.size >= maxRemembered) return
    const timer = setTimeout(() => this.wake(orgId, conversationId), Math.min(delayMs, maxDelayMs))
    lane.timers.set(conversationId, timer)
  }
}
