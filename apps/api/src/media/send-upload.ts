import { CardContact } from '@cloudpa/contracts/content'
import type { Medium } from '@cloudpa/contracts/media'
import type { FileKind } from '@cloudpa/contracts/send-limits'
import type { Media, Tx } from '@cloudpa/db'
import { z } from 'zod'
import { AppError } from '../platform/app-error.js'
import { refuseOtherKind } from './check-sendable.js'
import type { MediaKey } from './media.job.js'
import { presentMedium } from './present-medium.js'

/** A file, and who stands in it where it is a card. */
export interface Held {
  medium: Medium
  contacts: CardContact[]
}

const Cards = z.object({ contacts: z.array(CardContact) })

/**
 * Holds an upload for the message that this transaction stores; nobody else sends or removes it meanwhile.
 * @param scheduledId of what is to be sent later, whose file it is by now; without one it must be nobody's
 * @throws {AppError} file_gone when it is gone or sent by now, file_other_kind when it is not of that kind
 */
export async function holdUpload(
  tx: Tx,
  { orgId, id }: MediaKey,
  kind: FileKind,
  scheduledId: string | null = null,
): Promise<Held> {
  const mine = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM media
    WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND message_id IS NULL AND state = 'ready'
      AND scheduled_id IS NOT DISTINCT FROM ${scheduledId}::uuid FOR UPDATE`
  if (mine.length === 0) throw new AppError('file_gone')
  const row = await tx.media.findUniqueOrThrow({ where: { id_orgId: { orgId, id } } })
  const held = presentHeld(row)
  refuseOtherKind(kind, held.medium)
  return held
}

/** A file as a message shows it, and who stands in it. */
export function presentHeld(row: Media): Held {
  return { medium: presentMedium(row), contacts: Cards.safeParse(row.shown).data?.contacts ?? [] }
}

/** Makes an upload that is held a message's own: it stays as long as that does. */
export async function attachUpload(tx: Tx, { orgId, id }: MediaKey, messageId: string): Promise<void> {
  await tx.media.update({ where: { id_orgId: { orgId, id } }, data: { messageId, scheduledId: null } })
}

/** Keeps an upload that is held for what is to be sent later. */
export async function keepForLater(tx: Tx, { orgId, id }: MediaKey, scheduledId: string): Promise<void> {
  await tx.media.update({ where: { id_orgId: { orgId, id } }, data: { scheduledId } })
}

/** Makes the file of what is not to be sent any more an upload as it was: it is kept for another day. */
export async function giveBackUpload(tx: Tx, orgId: string, scheduledId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE media SET scheduled_id = NULL, created_at = now()
    WHERE org_id = ${orgId}::uuid AND scheduled_id = ${scheduledId}::uuid`
}
