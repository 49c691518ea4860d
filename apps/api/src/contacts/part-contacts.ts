import type { Contact, Prisma, Tx } from '@cloudpa/db'
import { AppError, notFound } from '../platform/app-error.js'
import { lockConversations, recordContacts } from './change-contacts.js'
import { isAllOfWhoStays, type Writers } from './find-writers.js'
import { lockContacts, type Before, type Opted } from './merge-contacts.js'
import { keptDays } from './prune-merges.js'

/**
 * Makes two contacts of one again, exactly as they were; what the one who stays has written since is theirs. From then on no
 * form makes them one, only a member does.
 * @param writers who wrote what came in since
 * @throws {AppError} not_found for a merge that is none of the contact's, was taken back or is too old; merge_changed and merge_wrote
 *   when it can't be as it was: what came since is the other's, or may be of either
 */
export async function partContacts(
  tx: Tx,
  orgId: string,
  { keptId, mergeId, writers }: { keptId: string; mergeId: string; writers: Writers },
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
  if (!(await isAllOfWhoStays(tx, { orgId, contactId: keptId, was, writers })))
    throw new AppError('merge_wrote')
  const { profilePosition, fields, optedOutAt, optedPosition, ...noted } = was.gone
  await tx.contact.create({
    data: {
      orgId,
      id: goneId,
      ...noted,
      apartFrom: apart(noted, keptId),
      fields: jsonOf(fields),
      profilePosition: BigInt(profilePosition),
      ...optedOf({ optedOutAt, optedPosition }),
    },
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
      ...optedSince(kept, was),
      apartFrom: apart(was.kept, goneId),
      fields: jsonOf(was.kept.fields),
      ...namedSince(kept, was),
      revision: kept.revision + 1,
    },
  })
  await tx.contactMerge.delete({ where: { id_orgId: { orgId, id: mergeId } } })
  const both = [keptId, goneId]
  await recordContacts(tx, orgId, { told: both, renamed: both })
}

const jsonOf = (fields: Before['gone']['fields']) => fields as unknown as Prisma.InputJsonArray

/** Whom a contact was parted from before, which merges of an older version did not note, and now. */
const apart = ({ apartFrom }: { apartFrom?: string[] }, id: string) => [
  ...new Set([...(apartFrom ?? []), id]),
]

const optedOf = ({ optedOutAt = null, optedPosition = '0' }: Opted) => ({
  optedOutAt: optedOutAt && new Date(optedOutAt),
  optedPosition: BigInt(optedPosition),
})

/** Whether they may be written to: as it was before, or as they have said since. */
function optedSince({ optedOutAt, optedPosition }: Contact, { kept, gone }: Before) {
  const before = [kept, gone].map(optedOf)
  if (before.every((one) => optedPosition > one.optedPosition)) return { optedOutAt, optedPosition }
  return optedOf(kept)
}

/** What they call themself: as it was before, or as they have told since. */
function namedSince({ profileName, profilePosition }: Contact, { kept, gone }: Before) {
  const before = [kept, gone].map((one) => BigInt(one.profilePosition))
  if (before.every((position) => profilePosition > position)) return { profileName, profilePosition }
  return { profilePosition: BigInt(kept.profilePosition) }
}
