import type { Role } from '@cloudpa/contracts/orgs'
import { may } from '../auth/may.js'
import { AppError } from '../platform/app-error.js'

export interface MemberChange {
  actor: Role
  byKey: boolean
  isSelf: boolean
  /** The role of the member to be changed, now and then; null when they are to leave. */
  from: Role
  to: Role | null
  otherOwners: number
}

/** @throws when the actor may not make the change, or an org would be left without an owner */
export function checkMemberChange({ actor, byKey, isSelf, from, to, otherOwners }: MemberChange): void {
  const leaves = isSelf && to === null
  if (!leaves && !may(actor, 'admin')) {
    throw new AppError('admins_only')
  }
  if (byKey && (from !== 'member' || (to ?? 'member') !== 'member')) throw beyondKeys()
  if ((from === 'owner') !== (to === 'owner') && !may(actor, 'owner')) {
    throw new AppError('owners_make_owners')
  }
  if (from === 'owner' && to !== 'owner' && otherOwners === 0) {
    throw new AppError('last_owner')
  }
}

/** @throws forbidden when a key invites an admin */
export function checkInvitation({ byKey, role }: { byKey: boolean; role: Role }): void {
  if (byKey && role !== 'member') throw beyondKeys()
}

/** A key that leaks must not be able to leave somebody behind who makes further keys. */
function beyondKeys(): AppError {
  return new AppError('keys_manage_members')
}
