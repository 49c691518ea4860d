import type { Tx } from '@cloudpa/db'
import { AppError } from '../platform/app-error.js'
import { may } from './may.js'
import { roleOf } from './memberships.service.js'

/**
 * Keeps somebody an admin until the transaction ends: what they make in it is there when whoever removes them takes back
 * what they made.
 * @throws forbidden when they are none any more
 */
export async function holdAdmin(tx: Tx, orgId: string, userId: string): Promise<void> {
  // Whoever changes a member holds the org's row; a lock on the member's would meet that one crosswise.
  await tx.$queryRaw`SELECT 1 FROM org WHERE id = ${orgId}::uuid FOR SHARE`
  const row = await tx.member.findUnique({ where: { userId_orgId: { orgId, userId } } })
  if (row && may(roleOf(row), 'admin')) return
  throw new AppError('admins_only')
}
