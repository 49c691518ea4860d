import type { Invitation, Member, Org } from '@cloudpa/contracts/orgs'
import type { Invitation as InvitationRow, Org as OrgRow, Prisma } from '@cloudpa/db'
import { roleOf } from '../auth/memberships.service.js'

/** Name and e-mail address of a member, which the other members see. */
export const withUser = { user: { select: { name: true, email: true } } } satisfies Prisma.MemberInclude

export function presentOrg({ id, name, slug }: OrgRow): Org {
  return { id, name, slug }
}

export function presentMember(row: Prisma.MemberGetPayload<{ include: typeof withUser }>): Member {
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
