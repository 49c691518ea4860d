import {
  maxOwn,
  maxShared,
  type CreateQuickReply,
  type QuickReply,
  type QuickReplyList,
  type UpdateQuickReply,
} from '@cloudpa/contracts/quick-replies'
import type { Door, QuickReply as QuickReplyRow, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import type { CurrentMember } from '../auth/member.decorator.js'
import { ownerFor, seenBy } from '../auth/own-or-shared.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'

/** Texts kept to be sent again: the org's, which its admins look after, and each member's own. */
@Injectable()
export class QuickRepliesService {
  constructor(@InjectDoor() private readonly door: Door) {}

  async list(member: CurrentMember): Promise<QuickReplyList> {
    const rows = await this.door.readOrg(member.orgId, (tx) =>
      tx.quickReply.findMany({ where: seenBy(member), orderBy: [{ shortcut: 'asc' }, { id: 'asc' }] }),
    )
    return { items: rows.map(present) }
  }

  async create(member: CurrentMember, { shared, ...input }: CreateQuickReply): Promise<QuickReply> {
    const { orgId } = member
    const data = { orgId, id: randomUUID(), memberId: ownerFor(member, shared), ...input }
    const row = await this.door.forOrg(orgId, async (tx) => {
      await requireRoom(tx, orgId, data.memberId)
      return tx.quickReply.create({ data }).catch(refuseTaken(input.shortcut))
    })
    return present(row)
  }

  async update(
    member: CurrentMember,
    id: string,
    { shared, ...input }: UpdateQuickReply,
  ): Promise<QuickReply> {
    const { orgId } = member
    const row = await this.door.forOrg(orgId, async (tx) => {
      const before = await this.find(tx, member, id)
      const memberId = shared === undefined ? before.memberId : ownerFor(member, shared)
      if (memberId !== before.memberId) await requireRoom(tx, orgId, memberId)
      const [where, data] = [{ id_orgId: { id, orgId } }, { ...input, memberId }]
      return tx.quickReply.update({ where, data }).catch(refuseTaken(input.shortcut ?? before.shortcut))
    })
    return present(row)
  }

  async remove(member: CurrentMember, id: string): Promise<void> {
    const { orgId } = member
    await this.door.forOrg(orgId, async (tx) => {
      await this.find(tx, member, id)
      await tx.quickReply.deleteMany({ where: { id, orgId } })
    })
  }

  /** @throws not_found for another member's, as if there were none, and forbidden for the org's, to who may not change it */
  private async find(tx: Tx, member: CurrentMember, id: string): Promise<QuickReplyRow> {
    const row = await tx.quickReply.findFirst({ where: { id, ...seenBy(member) } })
    if (!row) throw notFound()
    if (row.memberId === null) ownerFor(member, true)
    return row
  }
}

/**
 * Makes sure that one more fits, for the whole org or for a member.
 * @throws too_many_quick_replies where none does
 */
async function requireRoom(tx: Tx, orgId: string, memberId: string | null): Promise<void> {
  // Two that are made at the same moment must not both be the last that may be.
  await tx.$queryRaw`SELECT 1 FROM org WHERE id = ${orgId}::uuid FOR NO KEY UPDATE`
  const maximum = memberId === null ? maxShared : maxOwn
  if ((await tx.quickReply.count({ where: { orgId, memberId } })) >= maximum)
    throw new AppError('too_many_quick_replies', { maximum })
}

/** Says which shortcut is taken already, where that is why a write failed. */
function refuseTaken(shortcut: string) {
  return (error: unknown): never => {
    if (!isDuplicate(error)) throw error
    throw new AppError('shortcut_taken', { shortcut }, { cause: error })
  }
}

function present({ id, shortcut, text, memberId, updatedAt }: QuickReplyRow): QuickReply {
  return { id, shortcut, text, shared: memberId === null, updatedAt: updatedAt.toISOString() }
}
