import type { Tx } from '@cloudpa/db'
import { AppError } from '../platform/app-error.js'

/**
 * The one rule for whatever goes out without a member pressing send at that moment: it asks when it sends, in the transaction
 * that has it leave. What a member sends is theirs to decide, after a warning.
 * @throws {AppError} opted_out where the conversation's contact asked not to be written to
 */
export async function refuseOptedOut(tx: Tx, orgId: string, conversationId: string): Promise<void> {
  const conversation = await tx.conversation.findUnique({
    where: { id_orgId: { id: conversationId, orgId } },
    select: { contact: { select: { optedOutAt: true } } },
  })
  if (conversation?.contact.optedOutAt) throw new AppError('opted_out')
}
