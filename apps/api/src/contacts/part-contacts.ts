import type { Prisma, Tx } from '@cloudpa/db'
import { AppError, notFound } from '../platform/app-error.js'
import { lockConversations, recordContacts } from './change-contacts.js'
import { lockContacts, type Before } from './merge-contacts.js'
import { keptDays } from './prune-merges.js'

/**
 * Makes two contacts of one again, exactly as they were.
 * @throws {AppError} not_found for a merge that is none of the contact's, was taken back or is too old; merge_changed and merge_wrote
 *   when it can't be as it was: a message that came since may be of either
 */
export async function partContacts(
  tx: Tx,
  orgId: string,
  { keptId, mergeId }: { keptId: string; mergeId: string },
): Promise<void> {
  await lockConversations(tx, orgId, [keptId])
  await lockContacts(tx, orgId, [keptId])
  await lockConversations(tx, orgId, [keptId])
  const [merge] = await tx.$queryRaw<{ contactId: string; was: unknown }[]>`
    SELECT contact_id AS "contactId", was FROM contact_merge
    WHERE id = ${mergeId}::uuid AND org_id = ${orgId}::uuid AND merged_at > now() - ${keptDays} * interval '1 day'`
  const kept = await tx.contact.findUnique({ where: { orgId_id: { orgId, id: keptId } } })
  if (!merge || !kept || merge.contactId !== keptId) throw notFound()
  const { goneId, ...was } = merge.was as Before & { goneId: string }
  if (kept.revision !== was.revision) throw new AppError('merge_changed')
  await requireUnheard(tx, orgId, keptId, was)
  const { profilePosition, fields, ...noted } = was.gone
  await tx.contact.create({
    data: { orgId, id: goneId, ...noted, fields: jsonOf(fields), profilePosition: BigInt(profilePosition) },
  })
  await tx.handle.updateMany({ where: { orgId, id: { in: was.handles } }, data: { contactId: goneId } })
  await tx.conversation.updateMany({
    where: { orgId, id: { in: was.conversations } },
    data: { contactId: goneId },
  })
  await tx.contact.update({
    where: { orgId_id: { orgId, id: keptId } },
    data: {
      ...was.kept,
      fields: jsonOf(was.kept.fields),
      profilePosition: BigInt(was.kept.profilePosition),
      revision: kept.revision + 1,
    },
  })
  await tx.contactMerge.delete({ where: { id_orgId: { orgId, id: mergeId } } })
  const both = [keptId, goneId]
  await recordContacts(tx, orgId, { told: both, renamed: both })
}

const jsonOf = (fields: Before['gone']['fields']) => fields as unknown as Prisma.InputJsonArray

/** @throws {AppError} merge_wrote when the customer wrote since, in whichever conversation */
async function requireUnheard(tx: Tx, orgId: string, contactId: string, { heard }: Before): Promise<void> {
  const now = await tx.conversation.findMany({
    where: { orgId, contactId },
    select: { id: true, lastInboundPosition: true },
  })
  const isAsBefore =
    now.length === Object.keys(heard).length &&
    now.every(({ id, lastInboundPosition }) => heard[id] === String(lastInboundPosition))
  if (!isAsBefore) throw new AppError('merge_wrote')
}
