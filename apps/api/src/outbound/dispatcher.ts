import { Logger } from '@nestjs/common'

/** Does what is next of a conversation, or of an account; says when to come back, in milliseconds, or undefined for never. */
type Work = (orgId: string, id: string) => Promise<number | undefined>

/** What one org has to do: in line, in hand, to be done once more when they are through, and to come back to. */
interface Lane {
  orgId: string
  waiting: Set<string>
  running: Set<string>
  again: Set<string>
  timers: Map<string, NodeJS.Timeout>
}

/** So much of one org is remembered, in line or by a timer; the sweeper finds the rest again. */
export const maxRemembered = 1000
/** The limit for all orgs together. An org with nothing in line may always add one, so others can't crowd it out. */
export const maxRememberedOfAll = 20_000
const maxDelayMs = 3_600_000

/**
 * Shares this process's calls to Twilio among the orgs: whoever has the fewest in hand is next, and among equals they
 * take turns. An org gets at most `perOrg` of them, and fewer than are left of `total`. One that has none always gets
 * one: whose Twilio hangs can't take the last from others.
 */
export class Dispatcher {
  private readonly logger = new Logger('dispatcher')
  private readonly lanes = new Map<string, Lane>()
  /** The orgs with something in line, by how many they have in hand, so that none is looked at in vain. */
  private readonly turns: Set<Lane>[]
  /** How many are in line or have a timer. */
  private remembered = 0
  private readonly inHand = new Set<Promise<void>>()
  private stopping = false

  constructor(
    private readonly work: Work,
    private readonly perOrg: number,
    private readonly total: number = 10 * perOrg,
  ) {
    this.turns = Array.from({ length: perOrg }, () => new Set())
  }

  /** Puts work in line. What is in hand is done once more afterwards, since it may be past its look. */
  wake(orgId: string, id: string): void {
    if (this.stopping) return
    const lane = this.laneOf(orgId)
    this.forgetTimer(lane, id)
    if (lane.running.has(id)) lane.again.add(id)
    else this.putInLine(lane, id)
    this.fill()
  }

  /** The orgs of which nothing further would be remembered now. */
  full(): string[] {
    return [...this.lanes.values()].filter((lane) => this.isFull(lane)).map(({ orgId }) => orgId)
  }

  /** From here on nothing is begun; what is in line stays in the database, for another process. */
  stop(): void {
    this.stopping = true
    for (const lane of this.lanes.values()) for (const timer of lane.timers.values()) clearTimeout(timer)
    this.lanes.clear()
    for (const lanes of this.turns) lanes.clear()
  }

  /** Resolves when what is in hand has ended. */
  async drained(): Promise<void> {
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

  private putInLine(lane: Lane, id: string): void {
    if (!lane.waiting.has(id) && !this.isFull(lane)) this.putBackInLine(lane, id)
  }

  /** At the end of the line, even of a full one: what was in hand is bounded by the slots. */
  private putBackInLine(lane: Lane, id: string): void {
    lane.waiting.add(id)
    this.remembered += 1
    this.turns[lane.running.size]?.add(lane)
  }

  private fill(): void {
    for (let lane = this.whoseTurn(); lane; lane = this.whoseTurn()) {
      const [id] = lane.waiting
      if (id === undefined) return
      lane.waiting.delete(id)
      this.remembered -= 1
      this.hold(lane, () => lane.running.add(id))
      const run = this.run(lane, id).finally(() => {
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

  private async run(lane: Lane, id: string): Promise<void> {
    let delayMs: number | undefined
    try {
      delayMs = await this.work(lane.orgId, id)
    } catch (error) {
      this.logger.warn(`${id} is left to the sweeper: ${String(error)}`)
    }
    this.hold(lane, () => lane.running.delete(id))
    if (this.stopping) return
    const isWoken = lane.again.delete(id)
    if (isWoken || delayMs === 0) this.putBackInLine(lane, id)
    else if (delayMs !== undefined) this.comeBack(lane, id, delayMs)
    if (lane.waiting.size + lane.running.size + lane.timers.size === 0) this.lanes.delete(lane.orgId)
  }

  private comeBack(lane: Lane, id: string, delayMs: number): void {
    if (this.remembered >= maxRememberedOfAll || lane.timers.size >= maxRemembered) return
    const timer = setTimeout(() => this.wake(lane.orgId, id), Math.min(delayMs, maxDelayMs))
    lane.timers.set(id, timer)
    this.remembered += 1
  }

  private forgetTimer(lane: Lane, id: string): void {
    clearTimeout(lane.timers.get(id))
    if (lane.timers.delete(id)) this.remembered -= 1
  }
}
