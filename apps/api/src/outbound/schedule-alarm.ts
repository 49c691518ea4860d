import { Prisma, type Door, type SystemClient } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { recordEvent } from '../events/record-events.js'
import { AppError, problem, type Problem } from '../platform/app-error.js'
import { InjectDoor, InjectSystem } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { isTransient } from '../platform/transient.js'
import { HintPublisher } from '../realtime/hints.js'
import { Dispatcher } from './dispatcher.js'
import { windowMs } from './free-text-window.js'
import { holdScheduled, leave } from './scheduled-rows.js'

/** Of one org before the others have their turn again: each is a transaction of its own. */
const maxAtOnce = 50
/** So long it goes on, in milliseconds: whose message falls due meanwhile waits no longer for others' thousands. */
const longestRing = 2_000
/** A conversation that somebody holds has its turn again at the next look, and holds up no other. */
const patienceMs = 500

/** Has what is to be sent later leave in time, by the database's clock, however long nobody was there to do it. */
@Injectable()
export class ScheduleAlarm {
  private readonly logger = new Logger('schedule-alarm')
  /** By org, the number of its latest event when it was last looked whether a customer wrote who is waited for. */
  private looked = new Map<string, bigint>()
  /** The org that the last look did not come to, or not to the end of. */
  private first: string | undefined

  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
    private readonly dispatcher: Dispatcher,
  ) {}

  /**
   * Goes round the orgs until nothing more can be sent, so an org with thousands due doesn't hold up the others. What is
   * left after a while is for the next look.
   * @param ending no further step is begun once it is aborted
   */
  async ring(ending: AbortSignal): Promise<void> {
    const { due, heads } = await this.find()
    const heard = [...heads]
      .filter(([orgId, last]) => this.looked.get(orgId) !== last)
      .map(([orgId]) => orgId)
    const failures = new Map<string, unknown>()
    const skipped = new Set<string>()
    const until = new Deadline(longestRing)
    let orgIds = this.fromFirst([...new Set([...due, ...heard])])
    while (orgIds.length > 0 && !ending.aborted && until.leftMs() > 0) {
      const more: string[] = []
      for (const [at, orgId] of orgIds.entries()) {
        if (ending.aborted) return
        if (until.leftMs() <= 0) {
          more.unshift(...orgIds.slice(at))
          break
        }
        try {
          const found = await this.letLeave(orgId, ending)
          if (found === 'some') more.push(orgId)
          if (found === 'skipped') skipped.add(orgId)
        } catch (error) {
          failures.set(orgId, error)
        }
      }
      orgIds = more
    }
    this.first = orgIds[0]
    // What was not looked through to the end is looked at again.
    const isThrough = (orgId: string) =>
      !failures.has(orgId) && !skipped.has(orgId) && !orgIds.includes(orgId)
    if (!ending.aborted) this.looked = new Map([...heads].filter(([orgId]) => isThrough(orgId)))
    for (const error of failures.values()) throw error
  }

  /** Goes on where the last look stopped: whoever comes first must not be first each time. */
  private fromFirst(orgIds: string[]): string[] {
    const at = Math.max(0, orgIds.indexOf(this.first ?? ''))
    return [...orgIds.slice(at), ...orgIds.slice(0, at)]
  }

  /**
   * Looked for each second, so by one statement.
   * @returns the orgs with a message whose time has come; and of each org with one that waits for a customer to write, its
   * latest event. No new event means nobody wrote, so ingesting a message costs nothing extra.
   */
  private async find(): Promise<{ due: string[]; heads: Map<string, bigint> }> {
    const found = await this.system.$queryRaw<{ orgId: string; last: bigint | null }[]>`
      SELECT DISTINCT org_id AS "orgId", NULL::bigint AS last
      FROM scheduled_message WHERE failure IS NULL AND send_at <= now()
      UNION ALL
      SELECT org_id, last FROM org_seq
      WHERE org_id IN (SELECT org_id FROM scheduled_message WHERE failure IS NULL AND send_at IS NULL)`
    return {
      due: found.filter(({ last }) => last === null).map(({ orgId }) => orgId),
      heads: new Map(found.flatMap(({ orgId, last }) => (last === null ? [] : [[orgId, last]]))),
    }
  }

  /**
   * Of each conversation what is next: those that leave from one leave in their order, also where two workers do it.
   * @returns whether something became of some of them, so that there may be more; else whether any was there all the same,
   * which somebody was at
   */
  private async letLeave(orgId: string, ending: AbortSignal): Promise<'some' | 'skipped' | 'none'> {
    const next = await this.door.readOrg(
      orgId,
      (tx) => tx.$queryRaw<{ id: string; conversationId: string }[]>`
        SELECT DISTINCT ON (s.conversation_id) s.id, s.conversation_id AS "conversationId" FROM (
          SELECT id, conversation_id, send_at AS since FROM scheduled_message
          WHERE org_id = ${orgId}::uuid AND failure IS NULL AND send_at <= now()
          UNION ALL
          SELECT s.id, s.conversation_id, s.created_at
          FROM scheduled_message s JOIN conversation c ON (c.org_id, c.id) = (s.org_id, s.conversation_id)
          WHERE s.org_id = ${orgId}::uuid AND s.failure IS NULL AND s.send_at IS NULL
            AND c.last_inbound_position > s.after_position
            AND c.last_inbound_at > now() - ${windowMs} * interval '1 millisecond'
        ) AS s
        ORDER BY s.conversation_id, s.since, s.id LIMIT ${maxAtOnce}`,
    )
    let isSome = false
    let held: unknown
    for (const { id, conversationId } of next) {
      if (ending.aborted) break
      try {
        const isDone = await this.letOneLeave(orgId, id)
        if (isDone) this.dispatcher.wake(orgId, conversationId)
        isSome ||= isDone
      } catch (error) {
        held = error
      }
    }
    if (isSome) await this.hints.publish('events', [orgId])
    if (held && !isSome) throw held
    if (isSome) return 'some'
    return next.length > 0 ? 'skipped' : 'none'
  }

  /** @returns whether it left, or stays for a reason; false while somebody else is at it */
  private async letOneLeave(orgId: string, id: string): Promise<boolean> {
    try {
      return await this.door.forOrg(orgId, async (tx) => {
        await tx.$queryRaw`SELECT set_config('lock_timeout', ${String(patienceMs)}, true)`
        const row = await holdScheduled(tx, orgId, id, true)
        if (!row || row.failure !== null) return false
        await leave(tx, row, true)
        return true
      })
    } catch (error) {
      if (isTransient(error)) throw error
      // Its author sent the same at this moment; the next look finds that.
      if (isDuplicate(error)) return false
      if (!(error instanceof AppError))
        this.logger.error(`a scheduled message can't be read: ${String(error)}`)
      return this.keepBack(orgId, id, error instanceof AppError ? error : problem('our_fault'))
    }
  }

  /** It stays, and says why, until somebody cancels it or sends it after all. */
  private keepBack(orgId: string, id: string, { params }: Problem): Promise<boolean> {
    return this.door.forOrg(orgId, async (tx) => {
      const row = await holdScheduled(tx, orgId, id, true)
      if (!row || row.failure !== null) return false
      // Closed again within this moment: it goes on waiting for the customer.
      if (row.sendAt === null && params.reason === 'window_over') return false
      const failure = params as Prisma.InputJsonObject
      await tx.scheduledMessage.update({ where: { id_orgId: { orgId, id } }, data: { failure } })
      await recordEvent(tx, { orgId, kind: 'scheduled', conversationId: row.conversationId })
      return true
    })
  }
}
