import type { Tx } from '@cloudpa/db'
import type { OnePerson } from './resolve-contacts.js'

/** Leaves out pairs that a member parted again after a merge: whatever a form shows, those stay two. */
export async function leaveOutParted(tx: Tx, persons: OnePerson[]): Promise<OnePerson[]> {
  const rows = await tx.contact.findMany({
    where: {
      orgId: { in: [...new Set(persons.map(({ orgId }) => orgId))] },
      id: { in: persons.flatMap(({ phoneContactId, userIdContactId }) => [phoneContactId, userIdContactId]) },
    },
    select: { id: true, apartFrom: true },
  })
  const apart = new Set(rows.flatMap(({ id, apartFrom }) => apartFrom.map((other) => `${id} ${other}`)))
  return persons.filter(
    ({ phoneContactId: one, userIdContactId: other }) =>
      !apart.has(`${one} ${other}`) && !apart.has(`${other} ${one}`),
  )
}
