import type { Conversation } from '@cloudpa/contracts/conversations'
import {
  maxLabelsOn,
  type Act,
  type ActedOn,
  type Bulk,
  type BulkAnswer,
  type Undo,
  type UndoBulk,
} from '@cloudpa/contracts/triage'
import { Prisma, type Door, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { holdLabels } from '../labels/hold-labels.js'
import { holdMembers } from '../orgs/answering-members.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { applyAct, msOf, timeOf, undoAct, type ActedRow } from './act.js'
import { showConversations } from './load-changed.js'

type Actor = Pick<CurrentMember, 'orgId' | 'memberId'>

/** What members do with conversations, beside answering. */
@Injectable()
export class TriageService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /** Acts on one conversation. To act again as before changes nothing. */
  async actOn(member: Actor, id: string, action: Act): Promise<Conversation> {
    const { items } = await this.bulk(member, { ids: [id], action })
    return items[0] as Conversation
  }

  /**
   * Acts on conversations, on all of them or on none.
   * @throws {AppError} not_found when one of them, a label or the member is none of the org's; snooze_past and snooze_too_far;
   *   labels_full
   */
  async bulk({ orgId, memberId }: Actor, { ids, action, seen }: Bulk): Promise<BulkAnswer> {
    const named = distinct(ids)
    const rows = await this.door.forOrg(orgId, async (tx) => {
      await requireNamed(tx, orgId, action)
      const acted = await applyAct(tx, { orgId, ids: named, memberId, seen: byOwnId(seen) }, action)
      if (action.kind === 'labels' && action.add.length > 0) requireFewLabels(acted)
      return all(named, acted)
    })
    const undo = undoOf(rows, action)
    if (undo.length > 0) await this.hints.publish('events', [orgId])
    return { items: await this.show(orgId, named), undo }
  }

  /**
   * Takes back what a bulk changed, of each conversation on which nobody acted since.
   * @throws {AppError} not_found when one of them is none of the org's
   */
  async undo({ orgId, memberId }: Actor, { undo }: UndoBulk): Promise<ActedOn> {
    const named = distinct(undo.map(({ id }) => id))
    const rows = await this.door.forOrg(orgId, async (tx) => {
      const held = {
        labels: await holdLabels(tx, orgId, distinct(undo.flatMap(({ labels }) => labels ?? []))),
        members: await holdMembers(
          tx,
          orgId,
          distinct(undo.flatMap(({ assignee }) => assignee?.memberId ?? [])),
        ),
      }
      return all(named, await undoAct(tx, { orgId, memberId }, undo, held))
    })
    if (rows.some(({ isRestored }) => isRestored)) await this.hints.publish('events', [orgId])
    return { items: await this.show(orgId, named) }
  }

  /** Conversations as they are now, in the order in which they are named: read when nothing is locked any more. */
  private show(orgId: string, ids: string[]): Promise<Conversation[]> {
    return this.door.readOrg(orgId, (tx) => showConversations(tx, orgId, ids))
  }
}

const byOwnId = (seen: Bulk['seen'] = {}) =>
  Object.fromEntries(Object.entries(seen).map(([id, position]) => [id.toLowerCase(), position]))

/** Each id once, as the database writes it. */
const distinct = (ids: string[]) => [...new Set(ids.map((id) => id.toLowerCase()))]

/**
 * Rows in the order in which they were named.
 * @throws {AppError} not_found when one of them is none of the org's, which ends the transaction
 */
function all<T extends { id: string }>(ids: string[], rows: T[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    if (!row) throw notFound()
    return row
  })
}

/**
 * Holds what an act names beside conversations: whoever deletes it waits, and finds the act done.
 * @throws {AppError} for what the org doesn't have, or a time that can't be
 */
async function requireNamed(tx: Tx, orgId: string, action: Act): Promise<void> {
  if (action.kind === 'snooze') await requireTime(tx, action.until)
  const labels = action.kind === 'labels' ? distinct(action.add) : []
  if ((await holdLabels(tx, orgId, labels)).length < labels.length) throw notFound()
  const members = action.kind === 'assign' && action.memberId !== null ? [action.memberId] : []
  if ((await holdMembers(tx, orgId, members)).length < members.length) throw notFound()
}

/** @throws {AppError} labels_full when one of them would have more than a conversation holds, which ends the transaction */
function requireFewLabels(acted: ActedRow[]): void {
  if (acted.some(({ labelCount }) => (labelCount ?? 0) > maxLabelsOn)) {
    throw new AppError('labels_full', { maximum: maxLabelsOn })
  }
}

/** @throws {AppError} for a time at which nothing can come back, by the database's clock */
async function requireTime(tx: Tx, until: string | null): Promise<void> {
  const [time] = await tx.$queryRaw<{ isPast: boolean; isTooFar: boolean }[]>`
    SELECT until <= clock_timestamp() AS "isPast", until > clock_timestamp() + interval '1 year' AS "isTooFar"
    FROM (SELECT ${timeOf(Prisma.sql`${msOf(until)}::bigint`)} AS until) AS given`
  if (time?.isPast) throw new AppError('snooze_past')
  if (time?.isTooFar) throw new AppError('snooze_too_far')
}

/** What takes an act back. */
function undoOf(rows: ActedRow[], { kind }: Act): Undo {
  const isStand = kind === 'done' || kind === 'reopen' || kind === 'snooze'
  return rows.flatMap((row) => {
    const { id, acts, prior, starred, readFrom, readTo } = row
    if (acts === null || readTo === null) return []
    return {
      id,
      act: acts,
      prior,
      stand: isStand ? standOf(row) : null,
      starred: kind === 'star' ? starred : null,
      labels: kind === 'labels' ? row.labels : null,
      assignee: kind === 'assign' ? { memberId: row.assigneeId } : null,
      reading: readFrom === readTo ? null : { from: Number(readFrom), to: Number(readTo) },
    }
  })
}

function standOf({ state, snoozedUntil, returned, lastInboundPosition, lastPosition }: ActedRow) {
  return {
    state,
    snoozedUntil: snoozedUntil?.toISOString() ?? null,
    returned,
    lastInbound: Number(lastInboundPosition),
    lastPosition: Number(lastPosition),
  }
}
