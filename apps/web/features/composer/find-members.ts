import type { Member } from '@cloudpa/contracts/orgs'
import { fold } from '../words/fold'

/** How many are shown: more are found by writing on. */
const most = 8

/** The members whose name, or a word of it, begins as was written, whatever its accents; who is called so comes first. */
export function findMembers<T extends Pick<Member, 'name'>>(members: readonly T[], query: string): T[] {
  const wanted = fold(query)
  const begins = members.filter(({ name }) => fold(name).startsWith(wanted))
  const holds = members.filter(
    (member) => !begins.includes(member) && fold(member.name).includes(` ${wanted}`),
  )
  return [...begins, ...holds].slice(0, most)
}
