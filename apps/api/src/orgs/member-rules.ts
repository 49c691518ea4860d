import type { Role } from '@cloudpa/contracts/orgs'
import { may } from '../auth/may.js'
import { AppError } from '../platform/app-error.js'

export interface MemberChange {
  actor: Role
  isSelf: boolean
  /** The role of the member to be changed, now and then; null when they are to leave. */
  from: Role
  to: Role | null
  otherOwners: number
}

/** @throws when the actor may not make the change, or an org would be left without an owner */
export function checkMemberChange({ actor, isSelf, from, to, otherOwners }: MemberChange): void {
  const leaves = isSelf && to === null
  if (!leaves && !may(actor, 'admin')) {
    throw new AppError('forbidden', 'Only an admin can do this; ask an admin or the owner of this inbox.')
  }
  if ((from === 'owner') !== (to === 'owner') && !may(actor, 'owner')) {
    throw new AppError('forbidden', 'Only an owner can make somebody an owner, or an owner something else.')
  }
  if (from === 'owner' && to !== 'owner' && otherOwners === 0) {
    throw new AppError('conflict', 'Every org needs an owner: make somebody else an owner first.')
  }
}
