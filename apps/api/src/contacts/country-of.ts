import type { Tx } from '@cloudpa/db'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Where the org's first number is from; null when nobody knows. */
export async function countryOf(tx: Tx, orgId: string): Promise<string | null> {
  const first = await tx.chatAccount.findFirst({
    where: { orgId, removedAt: null },
    orderBy: { createdAt: 'asc' },
  })
  return (first && parsePhoneNumberFromString(first.address)?.country) ?? null
}
