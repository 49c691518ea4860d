import { AppError } from '../platform/app-error.js'
import { may } from './may.js'
import type { CurrentMember } from './member.decorator.js'

/** Which rows somebody sees of what is the org's or one member's alone: an API key has none of its own. */
export function seenBy({ orgId, memberId }: Pick<CurrentMember, 'orgId' | 'memberId'>) {
  return { orgId, OR: [{ memberId: null }, ...(memberId === null ? [] : [{ memberId }])] }
}

/**
 * Whose such a row is to be; null for the whole org's.
 * @throws forbidden where a member would change what everybody has, or a program have something of its own
 */
export function ownerFor({ role, memberId }: CurrentMember, shared: boolean): string | null {
  if (!shared && memberId === null) throw new AppError('no_person')
  if (shared && !may(role, 'admin')) throw new AppError('admins_only')
  return shared ? null : memberId
}
