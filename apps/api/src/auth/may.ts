import type { Role } from '@cloudpa/contracts/orgs'

const rank = { member: 0, admin: 1, owner: 2 } as const

/** What somebody hears who is no admin. */
export const adminsOnly = 'Only an admin can do this; ask an admin or the owner of this inbox.'

/** Whether somebody with `role` may do what takes at least `needed`. */
export function may(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed]
}
