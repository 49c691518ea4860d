import { Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'

/** Sends what is next in a conversation; says when to come back, in milliseconds, or undefined for never. */
type Deliver = (orgId: string, conversationId: string) => Promise<number | undefined>

/** One org's conversations: in line, in hand, to be done once more when they are through, and to come back to. */
interface Lane {
  orgId: string
  waiting: Set<string>
  running: Set<string>
  again: Set<string>
  timers: Map<string, NodeJS.Timeout>
}

/** So many conversations of one org are remembered, in line or by a timer; the sweeper finds the others again. */
export const maxRemembered = 1000
/** So many of all orgs together. An org that has none in line may still put one there: others can't fill it up. */
export const maxRememberedOfAll = 20_000
const maxDelayMs = 3_600_000

/**
 * Shares this process's calls to Twilio among the orgs: whoever has the fewest in hand is next, and among equals they
 * take turns. An org gets at most `perOrg` of them, and fewer than are left of `total`. One that has none always gets
 * one: whose Twilio hangs can't take the last from others.
 */
export class Dispatcher implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('dispatcher')
  private readonly lanes = new Map<string, Lane>()
  /** The orgs with something in line, by how many they have in hand, so that none is looked at in vain. */
  private readonly turns: Set<Lane>[]
  /** How many conversations are in line or have a timer. */
  private remembered = 0
  private readonly inHand = new Set<Promise<void>>()
  private stopping = false

  constructor(
    private readonly deliver: Deliver,
    private readonly perOrg: number,
    private readonly total: number = 10 * perOrg,
  ) {
    this.turns = Array.from({ length: perOrg }, () => new Set())
  }

  /** Puts a conversation in line. One that is in hand is done once more afterwards, since it may be past its look. */
  wake(orgId: string, conversationId: string): void {
    if (this.stopping) return
    const lane = this.laneOf(orgId)
    this.forgetTimer(lane, conversationId)
    if (lane.running.has(conversationId)) lane.again.add(conversationId)
    else this.putInLine(lane, conversationId)
    this.fill()
  }

  /** The orgs of which no further conversation would be remembered now. */
  full(): string[] {
    return [...this.lanes.values()].filter((lane) => this.isFull(lane)).map(({ orgId }) => orgId)
  }

  /** From here on nothing is begun; what is in line stays in the database, for another process. */
  onModuleDestroy(): void {
    this.stopping = true
    for (const lane of this.lanes.values()) for (const timer of lane.timers.values()) clearTimeout(timer)
    this.lanes.clear()
    for (const lanes of this.turns) lanes.clear()
  }

  /** Before the pools close, which is in onApplicationShutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.inHand)
  }

  private laneOf(orgId: string): Lane {
    const known = this.lanes.get(orgId)
    if (known) return known
    const lane: Lane = {
      orgId,
      waiting: new Set(),
      running: new Set(),
      again: new Set(),
      timers: new Map(),
    }
    this.lanes.set(orgId, lane)
    return lane
  }

  private isFull({ waiting }: Lane): boolean {
    return waiting.size >= (this.remembered < maxRememberedOfAll ? maxRemembered : 1)
  }

  private putInLine(lane: Lane, conversationId: string): void {
    if (!lane.waiting.has(conversationId) && !this.isFull(lane)) this.putBackInLine(lane, conversationId)
  }

  /** At the end of the line, even of a full one: what was in hand is bounded by the slots. */
  private putBackInLine(lane: Lane, conversationId: string): void {
    lane.waiting.add(conversationId)
    this.remembered += 1
    this.turns[lane.running.size]?.add(lane)
  }

  private fill(): void {
    for (let lane = this.whoseTurn(); lane; lane = this.whoseTurn()) {
      const [conversationId] = lane.waiting
      if (conversationId === undefined) return
      lane.waiting.delete(conversationId)
      this.remembered -= 1
      this.hold(lane, () => lane.running.add(conversationId))
      const run = this.run(lane, conversationId).finally(() => {
        this.inHand.delete(run)
        this.fill()
      })
      this.inHand.add(run)
    }
  }

  private whoseTurn(): Lane | undefined {
    if (this.stopping) return undefined
    const share = Math.max(1, Math.min(this.perOrg, this.total - this.inHand.size))
    const lanes = this.turns.slice(0, share).find(({ size }) => size > 0)
    return lanes?.values().next().value
  }

  /** Changes what a lane has in hand, and where it stands among the turns. */
  private hold(lane: Lane, change: () => void): void {
    this.turns[lane.running.size]?.delete(lane)
    change()
    if (lane.waiting.size > 0) this.turns[lane.running.size]?.add(lane)
  }

  private async run(lane: Lane, conversationId: string): Promise<void> {
    let delayMs: number | undefined
    try {
      delayMs = await this.deliver(lane.orgId, conversationId)
    } catch (error) {
      this.logger.warn(`conversation ${conversationId} is left to the sweeper: ${String(error)}`)
    }
    this.hold(lane, () => lane.running.delete(conversationId))
    if (this.stopping) return
    const isWoken = lane.again.delete(conversationId)
    if (isWoken || delayMs === 0) this.putBackInLine(lane, conversationId)
    else if (delayMs !== undefined) this.comeBack(lane, conversationId, delayMs)
    if (lane.waiting.size + lane.running.size + lane.timers.size === 0) this.lanes.delete(lane.orgId)
  }

  private comeBack(lane: Lane, conversationId: string, delayMs: number): void {
    if (this.remembered >= maxRememberedOfAll || lane.timers.size >= maxRemembered) return
    const timer = setTimeout(() => this.wake(lane.orgId, conversationId), Math.min(delayMs, maxDelayMs))
    lane.timers.set(conversationId, timer)
    this.remembered += 1
  }

  private forgetTimer(lane: Lane, conversationId: string): void {
    clearTimeout(lane.timers.get(conversationId))
    if (lane.timers.delete(conversationId)) this.remembered -= 1
  }
}
