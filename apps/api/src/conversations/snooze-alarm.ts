import type { Door, SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { recordEvents } from '../events/record-events.js'
import { InjectDoor, InjectSystem } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'

/** So many come back by one statement: it holds their locks for some ten milliseconds. */
const maxAtOnce = 500
/** An org whose rows somebody holds has its turn again at the next look, and holds up no other's. */
const patienceMs = 500

/** Brings snoozed conversations back in time, by the database's clock, however long nobody was there to do it. */
@Injectable()
export class SnoozeAlarm {
  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Goes round the orgs, one statement for each, until none has more: those of whom thousands are due hold up no other's.
   * @param ending no further step is begun once it is aborted
   */
  async ring(ending: AbortSignal): Promise<void> {
    const failures = new Map<string, unknown>()
    for (let isMore = true; isMore && !ending.aborted;) {
      isMore = false
      for (const orgId of await this.findDue()) {
        if (ending.aborted || failures.has(orgId)) continue
        try {
          const back = await this.bringBack(orgId)
          if (back > 0) await this.hints.publish('events', [orgId])
          isMore ||= back === maxAtOnce
        } catch (error) {
          failures.set(orgId, error)
        }
      }
    }
    for (const error of failures.values()) throw error
  }

  private async findDue(): Promise<string[]> {
    const due = await this.system.$queryRaw<{ orgId: string }[]>`
      SELECT DISTINCT org_id AS "orgId" FROM conversation WHERE state = 'snoozed' AND snoozed_until <= now()`
    return due.map(({ orgId }) => orgId)
  }

  /** What somebody is acting on just now is left to them, or to the next look. */
  private bringBack(orgId: string): Promise<number> {
    return this.door.forOrg(orgId, async (tx) => {
      await tx.$queryRaw`SELECT set_config('lock_timeout', ${String(patienceMs)}, true)`
      const rows = await tx.$queryRaw<unknown[]>`
        WITH over AS (
          SELECT org_id, id FROM conversation
          WHERE org_id = ${orgId}::uuid AND state = 'snoozed' AND back_at <= now()
          ORDER BY back_at, id LIMIT ${maxAtOnce} FOR NO KEY UPDATE SKIP LOCKED
        ), back AS (
          UPDATE conversation c SET
            state = 'open', snoozed_until = NULL, returned = 'snooze_over', acts = revision + 1, revision = revision + 1
          FROM over WHERE c.org_id = over.org_id AND c.id = over.id
          RETURNING c.org_id, c.id
        ), changed AS (
          SELECT org_id, 'conversation'::text AS kind, id AS conversation_id, NULL::uuid AS message_id, 0 AS place
          FROM back
        ), ${recordEvents}
        SELECT 1 FROM back`
      return rows.length
    })
  }
}
