import { Prisma, type Door, type SystemClient, type Tx } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import type { Env } from '../env.js'
import { mergeReports, type Patience } from '../outbound/record-status.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { Batcher } from '../platform/batcher.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor, InjectSystem } from '../platform/database.js'
import { SparingLog } from '../platform/sparing-log.js'
import { isLockTimeout } from '../platform/transient.js'
import { HintPublisher } from '../realtime/hints.js'
import { FlatForm } from '../twilio/flat-form.js'
import { isItemsFault, putOff, setAside } from './set-aside.js'

/** Reports in one statement: each org's number is drawn once for all of its. */
const maxBatch = 500
/** Two at work: one that waits for the disk leaves the other going. */
const lanes = 2
/** How long a batch waits for a row of somebody else. */
const patienceMs = 500
/** The first wait for a message that nobody knows yet: Twilio may be faster than our own commit. */
const unknownDelayMs = 1_000

interface Report {
  position: bigint
  orgId: string
  form: string
}

/** What becomes of a report. `held`: somebody has a row of it. `unknown`: no message of ours is meant, so far. */
interface Fate {
  position: bigint
  orgId: string
  fate: 'done' | 'held' | 'unknown'
  /** The message that it is about, whose row is ours; null where nobody will know one any more. */
  messageId: string | null
}

/** Merges what Twilio reports into the messages it is about, in batches over all orgs. */
@Injectable()
export class MergeStatusService {
  private readonly setAsideLog = new SparingLog(new Logger('merge-status'))
  private readonly fresh = this.createBatcher(lanes)
  private readonly left = this.createBatcher(1)

  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectSystem() private readonly system: SystemClient,
    @InjectEnv() private readonly env: Env,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Merges those of the webhook events that are reports, and due. Each may come any number of times: statuses only move
   * forward.
   * @throws when the database is the trouble
   */
  merge(positions: number[]): Promise<void> {
    return this.fresh.add(...positions)
  }

  /** Merges reports that were left over, in a lane of their own: many mean no message of ours, and never will. */
  mergeLeft(positions: number[]): Promise<void> {
    return this.left.add(...positions)
  }

  private createBatcher(lanes: number): Batcher<number> {
    return new Batcher((positions) => this.mergeBatch(positions), {
      maxSize: maxBatch,
      lanes,
      isItemsFault,
    })
  }

  private async mergeBatch(positions: number[]): Promise<void> {
    try {
      await this.mergeAll(positions)
    } catch (error) {
      if (positions.length > 1 || !isItemsFault(error)) throw error
      this.setAsideLog.warn(`webhook event ${positions[0]} can't be merged now: ${String(error)}`)
      await setAside(this.system, positions, { error: String(error), firstDelayMs: this.env.SWEEP_AGE_MS })
    }
  }

  /** First what is free, so that it waits for nobody; then what somebody holds, mostly for milliseconds. */
  private async mergeAll(positions: number[]): Promise<void> {
    const due = await this.system.$queryRaw<Report[]>`
      SELECT due.position, due.org_id AS "orgId", event.form
      FROM unnest(${arrayLiteral(new Set(positions))}::bigint[]) AS wanted (position), LATERAL (
        SELECT position, org_id FROM webhook_due
        WHERE position = wanted.position AND kind = 'status' AND coalesce(next_attempt_at <= now(), true) LIMIT 1
      ) AS due, LATERAL (
        SELECT form FROM webhook_event WHERE (position, org_id) = (due.position, due.org_id) LIMIT 1
      ) AS event`
    const held = await this.mergeSome(due, { waiting: false })
    const stillHeld = await this.mergeHeld(held)
    await putOff(
      this.system,
      stillHeld.map(({ position }) => position),
    )
  }

  private async mergeHeld(reports: Report[]): Promise<Report[]> {
    try {
      return await this.mergeSome(reports, { waiting: true })
    } catch (error) {
      if (!isLockTimeout(error)) throw error
      return this.mergeSome(reports, { waiting: false })
    }
  }

  /** @returns the reports of which somebody holds a row */
  private async mergeSome(reports: Report[], { waiting }: { waiting: boolean }): Promise<Report[]> {
    if (reports.length === 0) return []
    const orgIds = reports.map(({ orgId }) => orgId)
    const { fates, changed } = await this.door.forOrgs(orgIds, (tx) =>
      this.lockAndMerge(tx, reports, waiting),
    )
    const positionsOf = (wanted: Fate['fate']) =>
      fates.filter(({ fate }) => fate === wanted).map(({ position }) => position)
    await this.hints.publish('events', changed)
    await setAside(this.system, positionsOf('unknown'), {
      error: 'No message of ours has this sid yet.',
      firstDelayMs: unknownDelayMs,
    })
    const held = new Set(positionsOf('held'))
    return reports.filter(({ position }) => held.has(position))
  }

  /** @returns what becomes of each report, and the orgs in which anything changed */
  private async lockAndMerge(tx: Tx, reports: Report[], waiting: boolean) {
    const fates = await tx.$queryRaw<Fate[]>(lockStatement(reports, waiting))
    const byPosition = new Map(fates.map((fate) => [fate.position, fate]))
    const ours = reports.flatMap((report) => {
      const { fate, messageId = null } = byPosition.get(report.position) ?? {}
      return fate === 'done' ? [{ ...report, messageId }] : []
    })
    if (ours.length === 0) return { fates, changed: [] }
    const changed = await tx.$queryRaw<{ orgId: string }[]>(mergeStatement(ours, this.env))
    return { fates, changed: changed.map(({ orgId }) => orgId) }
  }
}

/**
 * Takes what reports are about. Rows are taken in one order: the reports, the messages, the orgs' numbers. A report that
 * another worker is at is left out, it will be done there.
 * @param waiting waits a moment for rows that somebody holds, instead of leaving them out
 * @returns a statement that gives each report's `Fate`
 */
function lockStatement(reports: Report[], waiting: boolean): Prisma.Sql {
  const positions = reports.map(({ position }) => position)
  const locking = waiting
    ? Prisma.sql`FOR NO KEY UPDATE OF m`
    : Prisma.sql`FOR NO KEY UPDATE OF m SKIP LOCKED`
  return Prisma.sql`
    WITH patience AS (
      SELECT set_config('lock_timeout', ${String(patienceMs)}, true)
    ), event AS (
      SELECT e.position, e.org_id, e.chat_account_id, e.message_id, e.sid,
             e.received_at < now() - interval '1 hour' AS is_old
      FROM patience CROSS JOIN unnest(${positions}::bigint[]) AS given (position), LATERAL (
        SELECT position, org_id FROM webhook_due WHERE position = given.position FOR UPDATE SKIP LOCKED
      ) AS due, LATERAL (
        SELECT * FROM webhook_event WHERE (position, org_id) = (due.position, due.org_id) LIMIT 1
      ) AS e
    ), about AS (
      SELECT e.position, m.org_id, m.id FROM event e
      JOIN message m ON m.org_id = e.org_id AND m.id = e.message_id AND m.chat_account_id = e.chat_account_id
      UNION ALL
      SELECT e.position, m.org_id, m.id FROM event e
      JOIN message m ON m.sid = e.sid AND m.org_id = e.org_id AND m.chat_account_id = e.chat_account_id
      WHERE e.message_id IS NULL
    ), free_org AS (
      SELECT org_id FROM org_seq WHERE ${!waiting} AND org_id IN (SELECT org_id FROM about) FOR NO KEY UPDATE SKIP LOCKED
    ), locked AS (
      SELECT a.position, m.id
      FROM about a JOIN message m ON m.org_id = a.org_id AND m.id = a.id
      WHERE ${waiting} OR m.org_id IN (SELECT org_id FROM free_org)
      ORDER BY m.org_id, m.id
      ${locking}
    )
    SELECT e.position, e.org_id AS "orgId", l.id AS "messageId",
           CASE WHEN l.id IS NOT NULL THEN 'done'
                WHEN e.position IN (SELECT position FROM about) THEN 'held'
                WHEN e.is_old THEN 'done' ELSE 'unknown' END AS fate
    FROM event e LEFT JOIN locked l USING (position)`
}

/**
 * One statement for the messages, the events and the end of reports whose rows are ours. It begins when they are, so that it
 * sees all that was written of them by whoever held them before: also the sids that are no longer theirs.
 * @returns a statement that gives the orgs in which anything changed
 */
function mergeStatement(reports: (Report & Pick<Fate, 'messageId'>)[], patience: Patience): Prisma.Sql {
  const positions = reports.map(({ position }) => position)
  const orgIds = reports.map(({ orgId }) => orgId)
  const messageIds = reports.map(({ messageId }) => messageId)
  const errorCodes = reports.map(({ form }) => new FlatForm(form).get('ErrorCode') ?? null)
  return Prisma.sql`
    WITH given AS (
      SELECT * FROM unnest(${positions}::bigint[], ${orgIds}::uuid[], ${messageIds}::uuid[], ${errorCodes}::text[])
        AS given (position, org_id, message_id, error_code)
    ), report AS (
      SELECT m.org_id, m.id, m.chat_account_id, m.status AS was, m.sid AS known_sid, given.position AS place, e.sid,
             e.status::message_status AS status, given.error_code, e.received_at AS at
      FROM given JOIN message m ON m.org_id = given.org_id AND m.id = given.message_id, LATERAL (
        SELECT * FROM webhook_event WHERE (position, org_id) = (given.position, given.org_id) LIMIT 1
      ) AS e
      WHERE m.direction = 'outbound'
    ), ${mergeReports(patience, errorCodes)}, done AS (
      DELETE FROM webhook_due d USING given WHERE d.position = given.position AND d.org_id = given.org_id
    )
    SELECT DISTINCT org_id AS "orgId" FROM changed`
}
