import { mostOwnViews, mostSharedViews } from '@cloudpa/contracts/view-limits'
import type { CreateView, UpdateView, View, ViewList } from '@cloudpa/contracts/views'
import type { Door, SavedView, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { ownerFor, seenBy } from '../auth/own-or-shared.js'
import { recordEvent } from '../events/record-events.js'
import { holdLabels } from '../labels/hold-labels.js'
import { holdMembers } from '../orgs/answering-members.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { newId } from '../platform/new-id.js'
import { HintPublisher } from '../realtime/hints.js'

/** A view that was changed, and of which member's screens alone that is a matter; null where it is all the org's. */
interface Changed {
  row: SavedView
  of: string | null
}

/** Lists of conversations under a name: the org's, which its admins look after, and each member's own. */
@Injectable()
export class ViewsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  async list(member: CurrentMember): Promise<ViewList> {
    const rows = await this.door.readOrg(member.orgId, (tx) =>
      tx.savedView.findMany({
        where: seenBy(member),
        orderBy: [{ memberId: { sort: 'asc', nulls: 'first' } }, { place: 'asc' }, { id: 'asc' }],
      }),
    )
    return { items: rows.map(present) }
  }

  create(member: CurrentMember, { shared, label, place, ...input }: CreateView): Promise<View> {
    const { orgId } = member
    const memberId = ownerFor(member, shared)
    return this.change(orgId, async (tx) => {
      await requireMember(tx, orgId, memberId)
      await requireLabel(tx, orgId, label)
      const data = {
        orgId,
        id: newId(),
        memberId,
        ...input,
        labelId: label,
        place: await makeRoom(tx, orgId, memberId),
      }
      const row = await tx.savedView.create({ data })
      if (place !== undefined) await move(tx, row, place)
      return { row, of: memberId }
    })
  }

  update(member: CurrentMember, id: string, { shared, label, place, ...input }: UpdateView): Promise<View> {
    const { orgId } = member
    return this.change(orgId, async (tx) => {
      const before = await find(tx, member, id)
      const memberId = shared === undefined ? before.memberId : ownerFor(member, shared)
      if (label !== undefined) await requireLabel(tx, orgId, label)
      const isOthers = memberId !== before.memberId
      if (isOthers) await requireMember(tx, orgId, memberId)
      const row = await tx.savedView.update({
        where: { id_orgId: { id, orgId } },
        data: {
          ...input,
          memberId,
          ...(label !== undefined && { labelId: label }),
          ...(isOthers && { place: await makeRoom(tx, orgId, memberId) }),
        },
      })
      if (place !== undefined) await move(tx, row, place)
      return { row, of: isOthers ? null : memberId }
    })
  }

  async remove(member: CurrentMember, id: string): Promise<void> {
    const { orgId } = member
    await this.change(orgId, async (tx) => {
      const row = await find(tx, member, id)
      await tx.savedView.delete({ where: { id_orgId: { id, orgId } } })
      return { row, of: row.memberId }
    })
  }

  /** One change after another, so that two places are not given at once, and none beyond the last that may be. */
  private async change(orgId: string, make: (tx: Tx) => Promise<Changed>): Promise<View> {
    const { row } = await this.door.forOrg(orgId, async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM org WHERE id = ${orgId}::uuid FOR NO KEY UPDATE`
      const made = await make(tx)
      await recordEvent(tx, { orgId, kind: 'view', memberId: made.of })
      return made
    })
    await this.hints.publish('events', [orgId])
    return present(row)
  }
}

/** @throws not_found for another member's, as if there were none, and forbidden for the org's, to who may not change it */
async function find(tx: Tx, member: CurrentMember, id: string): Promise<SavedView> {
  const row = await tx.savedView.findFirst({ where: { id, ...seenBy(member) } })
  if (!row) throw notFound()
  if (row.memberId === null) ownerFor(member, true)
  return row
}

/** @throws not_found for whoever was removed a moment ago */
async function requireMember(tx: Tx, orgId: string, memberId: string | null): Promise<void> {
  if (memberId !== null && (await holdMembers(tx, orgId, [memberId])).length === 0) throw notFound()
}

/** @throws not_found for a label that is none of the org's */
async function requireLabel(tx: Tx, orgId: string, label: string | null): Promise<void> {
  if (label !== null && (await holdLabels(tx, orgId, [label])).length === 0) throw notFound()
}

/**
 * The place behind the last of the org's views, or of a member's.
 * @throws too_many_views where there is no room for one more
 */
async function makeRoom(tx: Tx, orgId: string, memberId: string | null): Promise<number> {
  const maximum = memberId === null ? mostSharedViews : mostOwnViews
  const { _count, _max } = await tx.savedView.aggregate({
    where: { orgId, memberId },
    _count: true,
    _max: { place: true },
  })
  if (_count >= maximum) throw new AppError('too_many_views', { maximum })
  return (_max.place ?? -1) + 1
}

/** Puts a view where it is to be among those of its owner; they are few, and all are numbered anew. */
async function move(tx: Tx, { orgId, id, memberId }: SavedView, place: number): Promise<void> {
  const rows = await tx.savedView.findMany({
    where: { orgId, memberId, id: { not: id } },
    select: { id: true },
    orderBy: [{ place: 'asc' }, { id: 'asc' }],
  })
  const ids = rows.map((row) => row.id).toSpliced(place, 0, id)
  await tx.$executeRaw`
    UPDATE saved_view SET place = placed.at
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS placed (id, at)
    WHERE saved_view.org_id = ${orgId}::uuid AND saved_view.id = placed.id`
}

const present = ({ id, name, filter, labelId, memberId }: SavedView): View => ({
  id,
  name,
  filter,
  label: labelId,
  shared: memberId === null,
})
