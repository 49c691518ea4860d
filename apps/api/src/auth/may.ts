import type { Role } from '@cloudpa/contracts/orgs'

const rank = { member: 0, admin: 1, owner: 2 } as const

/** Whether somebody with `role` may do what takes at least `needed`. */
export function may(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed]
}
