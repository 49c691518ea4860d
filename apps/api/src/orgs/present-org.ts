import type { Invitation, Member, Org } from '@cloudpa/contracts/orgs'
import type {
  Invitation as InvitationRow,
  Member as MemberRow,
  Org as OrgRow,
  User as UserRow,
} from '@cloudpa/db'
import { roleOf } from '../auth/memberships.service.js'

export function presentOrg({ id, name, slug }: OrgRow): Org {
  return { id, name, slug }
}

export function presentMember(row: MemberRow & { user: UserRow }): Member {
  return {
    id: row.id,
    userId: row.userId,
    name: row.user.name,
    email: row.user.email,
    role: roleOf(row),
    createdAt: row.createdAt.toISOString(),
  }
}

export function presentInvitation(row: InvitationRow): Invitation {
  return { id: row.id, email: row.email, role: roleOf(row), expiresAt: row.expiresAt.toISOString() }
}
